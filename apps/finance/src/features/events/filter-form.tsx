import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { isDay } from '../../words/day.ts';
import { eventGroups, isEventType } from '../../words/event-types.ts';
import type { FilterErrors, Typed } from './filters.ts';

type Props = { readonly typed: Typed; readonly errors: FilterErrors; readonly zone: string };

/** Asks by address, so that a list can be kept as a bookmark and sent to a colleague. */
export function FilterForm({ typed, errors, zone }: Props) {
  const isSet = Object.values(typed).some((value) => value !== '');
  return (
    <form method="get" action="/events" className="filters" role="search" aria-label="Filters" noValidate>
      <TypeField typed={typed.type} error={errors.type} />
      <DayField name="from" label="First day" typed={typed.from} error={errors.from} />
      <DayField name="to" label="Last day" typed={typed.to} error={errors.to} />
      <div className="wide">
        <TextField
          name="readerId"
          label="Reader id"
          defaultValue={typed.readerId}
          error={errors.readerId}
          spellCheck={false}
          autoComplete="off"
        />
      </div>
      <div className="actions">
        <Button main>Show</Button>
        {isSet && <a href="/events">Clear filters</a>}
      </div>
      <p className="meta">Days are of {zone}, from the first instant of the first to the end of the last.</p>
    </form>
  );
}

function TypeField({ typed, error }: { readonly typed: string; readonly error: string | undefined }) {
  return (
    <div className="field">
      <label htmlFor="field-type">Event</label>
      {error !== undefined && (
        <span className="error" id="field-type-error">
          {error}
        </span>
      )}
      <select
        id="field-type"
        name="type"
        defaultValue={typed}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : 'field-type-error'}
      >
        <option value="">all</option>
        {typed !== '' && !isEventType(typed) && <option value={typed}>{typed} (unknown)</option>}
        {Object.entries(eventGroups).map(([group, types]) => (
          <optgroup key={group} label={group}>
            {Object.entries(types).map(([type, { words }]) => (
              <option key={type} value={type}>
                {words}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

type DayProps = {
  readonly name: string;
  readonly label: string;
  readonly typed: string;
  readonly error: string | undefined;
};

/** A date field shows nothing of what is no date, so a mistake gets a plain one. */
function DayField({ name, label, typed, error }: DayProps) {
  const type = typed === '' || isDay(typed) ? 'date' : 'text';
  return <TextField name={name} label={label} type={type} defaultValue={typed} error={error} />;
}

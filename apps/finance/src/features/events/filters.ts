import { isId } from '@gatefold/kernel';
import { dayBegins, dayEnds, isDay } from '../../words/day.ts';
import { isEventType } from '../../words/event-types.ts';

const names = ['type', 'from', 'to', 'readerId'] as const;
type Name = (typeof names)[number];

/** As a person typed it, so that a mistake can be shown with it. */
export type Typed = Readonly<Record<Name, string>>;
export type FilterErrors = Readonly<Partial<Record<Name, string>>>;

/** What is set, and nothing else. Days are of the paper's zone, and both belong to the span. */
export type Filters = Readonly<Partial<Record<Name, string>>>;

export type FilterInput =
  | { readonly complete: true; readonly filters: Filters; readonly typed: Typed }
  | { readonly complete: false; readonly errors: FilterErrors; readonly typed: Typed };

const LONGEST = 200;

/** What the address asks for. Each mistake is named beside its field, and what was typed is kept. */
export function readFilters(search: URLSearchParams): FilterInput {
  const value = (name: Name): string => (search.get(name) ?? '').trim().slice(0, LONGEST);
  const typed = { type: value('type'), from: value('from'), to: value('to'), readerId: value('readerId') };
  const errors = errorsOf(typed);
  if (Object.keys(errors).length > 0) return { complete: false, errors, typed };
  const filters = Object.fromEntries(
    names
      .filter((name) => typed[name] !== '')
      .map((name) => [name, name === 'readerId' ? typed[name].toLowerCase() : typed[name]]),
  );
  return { complete: true, filters, typed };
}

const notADay = 'Please give a day, such as 2026-11-24.';

const checks: Readonly<Record<Name, { readonly isGood: (text: string) => boolean; readonly says: string }>> =
  {
    type: { isGood: isEventType, says: 'There is no such kind of event. Please choose one.' },
    from: { isGood: isDay, says: notADay },
    to: { isGood: isDay, says: notADay },
    readerId: {
      isGood: (text) => isId(text.toLowerCase()),
      says: 'This is no reader id: it has 36 characters, such as 01a2151f-2cc6-7699-86bc-d80cef1babbe.',
    },
  };

function errorsOf(typed: Typed): FilterErrors {
  const wrong = names.filter((name) => typed[name] !== '' && !checks[name].isGood(typed[name]));
  const errors = Object.fromEntries(wrong.map((name) => [name, checks[name].says]));
  const isTurned = isDay(typed.from) && isDay(typed.to) && typed.to < typed.from;
  return isTurned ? { ...errors, to: 'The last day is before the first. Please turn them round.' } : errors;
}

/** The question for billing: instants, half-open. */
export const queryOf = ({ type, from, to, readerId }: Filters, zone: string) => ({
  ...(type === undefined ? {} : { type }),
  ...(readerId === undefined ? {} : { readerId }),
  ...(from === undefined ? {} : { from: dayBegins(from, zone).toISOString() }),
  ...(to === undefined ? {} : { to: dayEnds(to, zone).toISOString() }),
});

/** Fields that a form sends empty: the same list has a shorter address. */
export const hasEmptyFields = (search: URLSearchParams): boolean =>
  names.some((name) => search.get(name)?.trim() === '');

import { Button, ButtonLink } from '@gatefold/ui/button';
import { Notice } from '@gatefold/ui/notice';
import { EventTable, type ListedEvent } from '../../parts/event-table.tsx';
import { zone } from '../../parts/instant.tsx';
import { Pager } from '../../parts/pager.tsx';
import type { PageLinks } from '../../words/pages-of.ts';
import { FilterForm } from './filter-form.tsx';
import type { FilterErrors, Typed } from './filters.ts';

export type EventsView =
  | { readonly kind: 'page'; readonly events: readonly ListedEvent[]; readonly links: PageLinks }
  | { readonly kind: 'no-such-place'; readonly newest: string }
  | { readonly kind: 'mistakes'; readonly errors: FilterErrors };

export function EventsPage({ view, typed }: { readonly view: EventsView; readonly typed: Typed }) {
  return (
    <div className="page">
      <h1>Billing events</h1>
      <FilterForm typed={typed} errors={view.kind === 'mistakes' ? view.errors : {}} zone={zone} />
      <Result view={view} isFiltered={Object.values(typed).some((value) => value !== '')} />
      {view.kind === 'page' && view.events.length > 0 && <ExportForm typed={typed} />}
    </div>
  );
}

/** All that fits the filters, as a file that is written in the background. */
function ExportForm({ typed }: { readonly typed: Typed }) {
  return (
    <form method="post" action="/exports">
      {Object.entries(typed).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button>Write all of them to a file</Button>
    </form>
  );
}

function Result({ view, isFiltered }: { readonly view: EventsView; readonly isFiltered: boolean }) {
  switch (view.kind) {
    case 'mistakes':
      return (
        <Notice tone="bad" title="The filter has a mistake">
          <p>It is named beside the field. The list comes back when it is put right.</p>
        </Notice>
      );
    case 'no-such-place':
      return (
        <Notice tone="bad" title="This page of the list does not exist">
          <p>
            The address was cut off or changed. <a href={view.newest}>Begin with the newest</a>
          </p>
        </Notice>
      );
    case 'page':
      return view.events.length === 0 ? <Nothing isFiltered={isFiltered} /> : <Rows {...view} />;
  }
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  if (!isFiltered)
    return <Notice title="Nothing has happened yet">The first purchase is the first event.</Notice>;
  return (
    <Notice title="No event fits these filters">
      <div className="actions">
        <ButtonLink href="/events">Clear filters</ButtonLink>
      </div>
    </Notice>
  );
}

function Rows({ events, links }: { readonly events: readonly ListedEvent[]; readonly links: PageLinks }) {
  return (
    <>
      <p className="meta" role="status">
        {events.length === 1 ? 'One event' : `${events.length} events`} on this page, newest first
      </p>
      <EventTable events={events} caption="Billing events, newest first" />
      <Pager links={links} />
    </>
  );
}

import { Facts } from '@gatefold/ui/definition-list';
import { Notice } from '@gatefold/ui/notice';
import { EventTable, type ListedEvent } from '../../parts/event-table.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import type { PageLinks } from '../../words/pages-of.ts';
import { AccessAnswer, type Access } from './access-answer.tsx';
import { Introductions, type Introduction, type WaiverMistake } from './introductions.tsx';
import { SubscriptionCard, type Subscription } from './subscription-card.tsx';

type Events =
  | { readonly kind: 'page'; readonly events: readonly ListedEvent[]; readonly links: PageLinks }
  | { readonly kind: 'no-such-place'; readonly newest: string };

type Props = {
  readonly readerId: string;
  readonly subscriptions: readonly Subscription[];
  readonly introductions: readonly Introduction[];
  readonly mistake: WaiverMistake | null;
  readonly events: Events;
  readonly access: Access | null;
  /** As identity tells it to staff; null for an id that it does not know. */
  readonly account: { readonly email: string; readonly verified: boolean } | null | 'away';
};

/** One reader: what they hold, whether they may read, and everything that happened. */
export function ReaderPage({ readerId, subscriptions, events, access, account, ...intro }: Props) {
  return (
    <div className="page">
      <PageHead back={{ href: '/events', name: 'Billing events' }} title="Subscriber" />
      <Facts
        facts={[
          { term: 'Reader', value: <code>{readerId}</code> },
          { term: 'Address', value: addressOf(account) },
        ]}
      />
      <AccessAnswer access={access} />
      <p>
        <a href={`/playground?reader=${readerId}`}>Ask about one article or another time</a>
      </p>
      <section aria-labelledby="subscriptions-title" className="stack">
        <h2 id="subscriptions-title">Subscriptions</h2>
        {subscriptions.length === 0 && <p className="meta">None, and none before.</p>}
        {subscriptions.map((subscription) => (
          <SubscriptionCard key={subscription.id} subscription={subscription} />
        ))}
      </section>
      <Introductions readerId={readerId} {...intro} />
      <Timeline readerId={readerId} events={events} />
    </div>
  );
}

function addressOf(account: Props['account']): string {
  if (account === 'away') return 'cannot be asked for just now';
  if (account === null) return 'none is known';
  return account.verified ? account.email : `${account.email} (not confirmed)`;
}

function Timeline({ readerId, events }: Pick<Props, 'readerId' | 'events'>) {
  return (
    <section aria-labelledby="timeline-title" className="stack">
      <h2 id="timeline-title">What happened</h2>
      <p className="meta">
        Newest first. <a href={`/events?readerId=${readerId}`}>The same as a list with filters</a>
      </p>
      {events.kind === 'no-such-place' ? (
        <Notice tone="bad" title="This page of the list does not exist">
          <p>
            The address was cut off or changed. <a href={events.newest}>Begin with the newest</a>
          </p>
        </Notice>
      ) : events.events.length === 0 ? (
        <p className="meta">Nothing has happened yet.</p>
      ) : (
        <>
          <EventTable
            events={events.events}
            caption="Events of the reader, newest first"
            without={['reader']}
          />
          <Pager links={events.links} />
        </>
      )}
    </section>
  );
}

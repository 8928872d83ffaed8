import { Facts } from '@gatefold/ui/definition-list';
import { Instant } from '../../parts/instant.tsx';
import { Marked } from '../../parts/mark.tsx';
import { moneyWords } from '../../words/figures.ts';
import { stateWords } from '../../words/standing.ts';

type Money = { readonly amount: string; readonly currency: string };

export type Subscription = {
  readonly id: string;
  readonly readerId: string;
  readonly offer: string;
  readonly offerVersion: number;
  readonly orderNumber: string;
  readonly phase: string;
  readonly endReason: string | null;
  readonly standing: 'ok' | 'collecting' | 'exhausted' | 'disputed';
  readonly intent: 'renewing' | 'cancelling';
  readonly startedAt: string | null;
  readonly paidThrough: string | null;
  readonly endedAt: string | null;
  readonly nextCharge: { readonly at: string; readonly amount: Money; readonly phase: string } | null;
  readonly retryAt: string | null;
  readonly path: readonly {
    readonly phase: string;
    readonly amount: Money;
    readonly charges: number | null;
    readonly paid: number;
  }[];
  readonly stripeSubscriptionId: string | null;
};

/** What a reader holds, and what will be charged next. */
export function SubscriptionCard({ subscription }: { readonly subscription: Subscription }) {
  const { id, orderNumber, offer, offerVersion } = subscription;
  const { words, tone } = stateWords(subscription);
  return (
    <article className="card" id={`subscription-${id}`} aria-labelledby={`title-${id}`} tabIndex={-1}>
      <h3 id={`title-${id}`}>
        {orderNumber}{' '}
        <span className="meta">
          offer {offer}, version {offerVersion}
        </span>
      </h3>
      <p>
        <Marked tone={tone}>{words}</Marked>
      </p>
      <Facts facts={factsOf(subscription)} />
      <Doings subscription={subscription} />
      <p className="meta">
        Evidence for a dispute:{' '}
        <a href={`/subscriptions/${id}/evidence/pdf`} download>
          document
        </a>
        ,{' '}
        <a href={`/subscriptions/${id}/evidence/json`} download>
          JSON
        </a>
      </p>
    </article>
  );
}

/** What can be given on it, given back of it, and ending it: nothing before it was paid, and less after it has ended. */
function Doings({ subscription }: { readonly subscription: Subscription }) {
  const { id, readerId, paidThrough, endedAt, nextCharge } = subscription;
  if (paidThrough === null) return null;
  const here = `/readers/${readerId}/subscriptions/${id}`;
  const runs = endedAt === null;
  const doings = [
    ...(runs && nextCharge !== null ? [{ to: 'comp', name: 'Give the next period' }] : []),
    ...(runs ? [{ to: 'credit', name: 'Give a credit' }] : []),
    { to: 'refund', name: 'Give a payment back' },
    ...(runs ? [{ to: 'cancel-now', name: 'End it now' }] : []),
  ];
  return (
    <ul className="bare tabs">
      {doings.map(({ to, name }) => (
        <li key={to}>
          <a href={`${here}/${to}`}>{name}</a>
        </li>
      ))}
    </ul>
  );
}

const instantOr = (at: string | null, otherwise: string) =>
  at === null ? otherwise : <Instant at={at} named />;

function factsOf(subscription: Subscription) {
  const { startedAt, paidThrough, endedAt, nextCharge, retryAt, stripeSubscriptionId, id } = subscription;
  return [
    { term: 'Began', value: instantOr(startedAt, 'not yet') },
    { term: 'Paid through', value: instantOr(paidThrough, 'nothing is paid') },
    endedAt === null
      ? { term: 'Next charge', value: <NextCharge charge={nextCharge} /> }
      : { term: 'Ended', value: <Instant at={endedAt} named /> },
    ...(retryAt === null ? [] : [{ term: 'Tried again', value: <Instant at={retryAt} named /> }]),
    { term: 'Price path', value: <PricePath path={subscription.path} /> },
    {
      term: 'At Stripe',
      value: stripeSubscriptionId === null ? 'nothing' : <code>{stripeSubscriptionId}</code>,
    },
    { term: 'Subscription', value: <code>{id}</code> },
  ];
}

function NextCharge({ charge }: { readonly charge: Subscription['nextCharge'] }) {
  if (charge === null) return 'none';
  return (
    <>
      {moneyWords(charge.amount)}
      <br />
      <Instant at={charge.at} named />
    </>
  );
}

/** How many charges of each step are paid. */
function PricePath({ path }: Pick<Subscription, 'path'>) {
  return (
    <ol className="bare">
      {path.map(({ phase, amount, charges, paid }) => (
        <li key={phase}>
          {phase.replaceAll('_', ' ')}: {moneyWords(amount)}, {paid}
          {charges === null ? '' : ` of ${charges}`} paid
        </li>
      ))}
    </ol>
  );
}

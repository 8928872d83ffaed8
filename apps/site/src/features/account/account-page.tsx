import { ButtonLink } from '@gatefold/ui/button';
import { endingInWords } from './standing.ts';
import { dayIn, type Habits, type ReadingEnd, type Subscription } from './held.ts';
import { Gifts, type Gift } from './gifts.tsx';
import { Receipts, type Charge } from './receipts.tsx';
import { SubscriptionCard } from './subscription-card.tsx';

type Props = {
  readonly email: string | null;
  /** Null for a reader who never had one. */
  readonly current: Subscription | null;
  readonly earlier: readonly Subscription[];
  readonly charges: readonly Charge[];
  readonly reading: ReadingEnd;
  readonly gifts: readonly Gift[];
  readonly now: Date;
  /** Whether there is an offer for those who left. */
  readonly mayReturn: boolean;
  readonly habits: Habits;
};

export function AccountPage({ email, current, earlier, charges, gifts, habits, ...shown }: Props) {
  return (
    <div className="account-page">
      <header className="page-head">
        <h1>Your account</h1>
        {email !== null && <p className="meta">Signed in as {email}</p>}
      </header>
      {current === null ? (
        <NoSubscription name={habits.name} />
      ) : (
        <SubscriptionCard
          subscription={current}
          reading={shown.reading}
          mayReturn={shown.mayReturn}
          habits={habits}
        />
      )}
      <Gifts gifts={gifts} now={shown.now} habits={habits} />
      {charges.length > 0 && <Receipts charges={charges} habits={habits} />}
      <p className="ui">
        <a href="/account/settings">Address, devices and data</a>
      </p>
      {earlier.length > 0 && <Earlier subscriptions={earlier} habits={habits} />}
    </div>
  );
}

function NoSubscription({ name }: { readonly name: string }) {
  return (
    <section className="card" aria-labelledby="none-title">
      <h2 id="none-title">You have no subscription</h2>
      <p className="ui">You can read what is free. A subscription opens all of {name}.</p>
      <div className="choices">
        <ButtonLink href="/offer">See the offer</ButtonLink>
      </div>
    </section>
  );
}

function Earlier({ subscriptions, habits }: { subscriptions: readonly Subscription[]; habits: Habits }) {
  const day = dayIn(habits);
  return (
    <section className="card" aria-labelledby="earlier-title">
      <h2 id="earlier-title">Earlier subscriptions</h2>
      <ul className="plain-list num">
        {subscriptions.map(({ id, orderNumber, endedAt, endReason }) => (
          <li key={id}>
            <span>Order {orderNumber}</span>
            <span className="meta">
              {endedAt === null ? 'Still running' : `Ended on ${day(endedAt)}. ${endingInWords(endReason)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

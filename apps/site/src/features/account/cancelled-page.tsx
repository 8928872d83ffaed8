import { formatMoney, fromMoneyJson, type MoneyJson } from '@gatefold/kernel';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { momentIn, type Habits, type Subscription } from './held.ts';

type Stay = { readonly charges: number; readonly amount: MoneyJson; readonly then: MoneyJson };

export function CancelledPage({
  subscription,
  stay,
  habits,
}: {
  readonly subscription: Subscription;
  /** What one may stay for, if anything. Below what is done, and in no way of it. */
  readonly stay: Stay | null;
  readonly habits: Habits;
}) {
  const { id, phase, paidThrough, certificateNumber, orderNumber } = subscription;
  return (
    <div className="narrow">
      <h1>Your subscription is cancelled</h1>
      <p>
        Nothing more is charged.
        {phase !== 'ended' && paidThrough !== null && (
          <>
            {' '}
            You can read until <strong>{momentIn(habits)(paidThrough)}</strong>.
          </>
        )}
      </p>
      <p>
        {certificateNumber === null ? (
          'The certificate with its number is in the mail that we are sending you.'
        ) : (
          <>
            The number of your certificate is <strong className="num">{certificateNumber}</strong>. It is also
            in the mail that we are sending you.
          </>
        )}
      </p>
      <p className="meta">
        {habits.name}, order {orderNumber}
      </p>
      <div className="choices">
        <ButtonLink href="/account">To your account</ButtonLink>
        {phase !== 'ended' && (
          <form method="post" action="/account/undo-cancel">
            <input type="hidden" name="subscription" value={id} />
            <Button>I have changed my mind: keep it</Button>
          </form>
        )}
      </div>
      {stay !== null && <StayOffer id={id} stay={stay} habits={habits} />}
    </div>
  );
}

function StayOffer({ id, stay, habits }: { id: string; stay: Stay; habits: Habits }) {
  const money = (amount: MoneyJson): string => formatMoney(fromMoneyJson(amount), habits.locale);
  return (
    <section className="card" aria-labelledby="stay-title">
      <h2 id="stay-title">If it was the price</h2>
      <p className="ui">
        Stay for {money(stay.amount)} a period, {stay.charges} times, and then {money(stay.then)} as before.
        You can cancel again at any time.
      </p>
      <form method="post" action="/account/stay">
        <input type="hidden" name="subscription" value={id} />
        <input type="hidden" name="amount" value={JSON.stringify(stay.amount)} />
        <Button>Stay for {money(stay.amount)}</Button>
      </form>
    </section>
  );
}

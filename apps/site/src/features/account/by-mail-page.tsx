import type { MailedPurpose } from '@gatefold/api';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { momentIn, type Habits, type Subscription } from './held.ts';
import { formatMoney, fromMoneyJson } from '@gatefold/kernel';
import { Receipts, type Charge } from './receipts.tsx';
import { WithdrawPage, type Quote } from './withdraw-page.tsx';

/** What is done by a form; receipts are only shown. */
export type Doing = Exclude<MailedPurpose, 'receipt'>;

/** Where a mailed link has led: to what it would do, to what it has done, or to nothing. */
export type ByMail =
  | {
      readonly step: 'asked';
      readonly purpose: Doing;
      readonly token: string;
      readonly subscription: Subscription;
      readonly quote: Quote | null;
    }
  | { readonly step: 'receipts'; readonly charges: readonly Charge[] }
  | { readonly step: 'done'; readonly purpose: Doing; readonly subscription: Subscription }
  | { readonly step: 'withdrawn'; readonly certificateNumber: string; readonly refund: Quote['refund'] }
  | { readonly step: 'nothing'; readonly says: string };

export const nothingSays = 'It was done already, or the subscription has ended. Nothing was changed.';

/** One thing, without a sign-in: first what it is, then a button. Opening the link changes nothing. */
export function ByMailPage({ at, habits }: { readonly at: ByMail; readonly habits: Habits }) {
  switch (at.step) {
    case 'asked':
      return <Asked {...at} habits={habits} />;
    case 'receipts':
      return (
        <div className="account-page">
          <h1 className="visually-hidden">Your payments</h1>
          <Receipts charges={at.charges} habits={habits} />
        </div>
      );
    case 'done':
      return <Done {...at} habits={habits} />;
    case 'withdrawn':
      return <WithdrawPage at={{ ...at, step: 'done' }} habits={habits} />;
    case 'nothing':
      return <Nothing says={at.says} />;
  }
}

const words: Readonly<Record<Doing, { readonly title: string; readonly button: string }>> = {
  card: { title: 'Pay with another card', button: 'Change card' },
  cancel: { title: 'Cancel your subscription', button: 'Cancel the subscription' },
  undo: { title: 'Keep your subscription after all', button: 'Keep the subscription' },
  resume: { title: 'Let your subscription go on now', button: 'Go on now' },
  withdraw: { title: 'Withdraw from the contract', button: 'Confirm the withdrawal' },
};

export const byMailTitle = (purpose: MailedPurpose): string =>
  purpose === 'receipt' ? 'Your payments' : words[purpose].title;

type AskedProps = Extract<ByMail, { step: 'asked' }>;

function Asked({ purpose, token, subscription, quote, habits }: AskedProps & { readonly habits: Habits }) {
  return (
    <div className="narrow">
      <h1>{words[purpose].title}</h1>
      <Effect purpose={purpose} subscription={subscription} quote={quote} habits={habits} />
      <p className="meta">
        {habits.name}, order {subscription.orderNumber}
      </p>
      <div className="choices">
        <form method="post" action={`/by-mail/${purpose}`}>
          <input type="hidden" name="token" value={token} />
          {quote !== null && <input type="hidden" name="quote" value={JSON.stringify(quote)} />}
          <Button>{words[purpose].button}</Button>
        </form>
        <ButtonLink href="/account">{'To your account'}</ButtonLink>
      </div>
    </div>
  );
}

function Effect({
  purpose,
  subscription,
  quote,
  habits,
}: Omit<AskedProps, 'step' | 'token'> & { readonly habits: Habits }) {
  const { paidThrough } = subscription;
  if (quote !== null)
    return (
      <Facts
        facts={[
          { term: 'You get back', value: formatMoney(fromMoneyJson(quote.refund), habits.locale) },
          { term: 'Reading ends', value: 'at once' },
          { term: 'You may withdraw until', value: momentIn(habits)(quote.until) },
        ]}
      />
    );
  if (purpose === 'cancel' && paidThrough !== null)
    return (
      <p>
        You can read until <strong>{momentIn(habits)(paidThrough)}</strong>, since you have paid until then.
        Nothing more is charged. You can change your mind until that moment.
      </p>
    );
  return <p>{effects[purpose]}</p>;
}

const effects: Readonly<Record<Doing, string>> = {
  card: 'You go on to the page of our payment provider. What is open is tried with the new card at once.',
  cancel: 'Your subscription ends, and nothing more is charged.',
  undo: 'Your cancellation is taken back, and all stays as it was. You can cancel again at any time.',
  resume: 'The pause ends now, and you are charged as before.',
  withdraw: 'It was done already, or the subscription has ended. Nothing was changed.',
};

function Done({
  purpose,
  subscription,
  habits,
}: Extract<ByMail, { step: 'done' }> & { readonly habits: Habits }) {
  const { paidThrough, certificateNumber } = subscription;
  const isCancelled = purpose === 'cancel';
  return (
    <div className="narrow">
      <h1>{isCancelled ? 'Your subscription is cancelled' : 'Your subscription goes on'}</h1>
      {isCancelled && (
        <p>
          {'Nothing more is charged.'}
          {paidThrough !== null && (
            <>
              {' '}
              You can read until <strong>{momentIn(habits)(paidThrough)}</strong>.
            </>
          )}{' '}
          {certificateNumber === null ? (
            'The certificate with its number is in the mail that we are sending you.'
          ) : (
            <>
              The number of your certificate is <strong className="num">{certificateNumber}</strong>.
            </>
          )}
        </p>
      )}
      <div className="choices">
        <ButtonLink href="/account">{'To your account'}</ButtonLink>
      </div>
    </div>
  );
}

function Nothing({ says }: { readonly says: string }) {
  return (
    <div className="narrow">
      <h1>{'There is nothing to do any more'}</h1>
      <p>{says}</p>
      <div className="choices">
        <ButtonLink href="/account">{'To your account'}</ButtonLink>
      </div>
    </div>
  );
}

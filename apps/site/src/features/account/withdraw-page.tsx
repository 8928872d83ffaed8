import { formatMoney, fromMoneyJson, type MoneyJson } from '@gatefold/kernel';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { momentIn, type Habits } from './held.ts';

export type Claim = { readonly email: string; readonly orderNumber: string };
export type Quote = { readonly at: string; readonly until: string; readonly refund: MoneyJson };

/** Where each step stands: asked for, shown, done. */
export type Withdrawal =
  | { readonly step: 'asked'; readonly claim: Claim; readonly says: string | null }
  | { readonly step: 'quoted'; readonly claim: Claim; readonly quote: Quote }
  | { readonly step: 'done'; readonly certificateNumber: string; readonly refund: MoneyJson };

/** Withdrawing from a contract: needs no account and no reason. */
export function WithdrawPage({ at, habits }: { readonly at: Withdrawal; readonly habits: Habits }) {
  switch (at.step) {
    case 'asked':
      return <Asked claim={at.claim} says={at.says} />;
    case 'quoted':
      return <Quoted claim={at.claim} quote={at.quote} habits={habits} />;
    case 'done':
      return <Done certificateNumber={at.certificateNumber} refund={at.refund} habits={habits} />;
  }
}

function Asked({ claim, says }: { claim: Claim; says: string | null }) {
  return (
    <div className="narrow">
      <h1>Withdraw from a contract</h1>
      <p>
        Where the law of your country gives you that right you can withdraw from a purchase within 14 days,
        without a reason and without signing in. After that you can <a href="/account/cancel">cancel</a> at
        any time.
      </p>
      <form method="post" action="/withdraw" className="order" noValidate>
        {says !== null && <Notice tone="bad" title={says} />}
        <TextField
          name="email"
          type="email"
          autoComplete="email"
          required
          label="E-mail address"
          hint="The one with which you bought."
          defaultValue={claim.email}
        />
        <TextField
          name="orderNumber"
          required
          label="Order number"
          hint="It stands in the mail that confirmed your purchase."
          defaultValue={claim.orderNumber}
        />
        <Button>Go on</Button>
      </form>
    </div>
  );
}

const moneyIn = ({ locale }: Habits, amount: MoneyJson): string => formatMoney(fromMoneyJson(amount), locale);

function Quoted({ claim, quote, habits }: { claim: Claim; quote: Quote; habits: Habits }) {
  return (
    <div className="narrow">
      <h1>Withdraw from the contract</h1>
      <Facts
        facts={[
          { term: 'Order', value: claim.orderNumber },
          { term: 'You get back', value: moneyIn(habits, quote.refund) },
          { term: 'Reading ends', value: 'at once' },
          { term: 'You may withdraw until', value: momentIn(habits)(quote.until) },
        ]}
      />
      <div className="choices">
        <form method="post" action="/withdraw">
          <input type="hidden" name="email" value={claim.email} />
          <input type="hidden" name="orderNumber" value={claim.orderNumber} />
          <input type="hidden" name="quote" value={JSON.stringify(quote)} />
          <Button>Confirm the withdrawal</Button>
        </form>
        <ButtonLink href="/">Do not withdraw</ButtonLink>
      </div>
    </div>
  );
}

type DoneProps = { certificateNumber: string; refund: MoneyJson; habits: Habits };

function Done({ certificateNumber, refund, habits }: DoneProps) {
  return (
    <div className="narrow">
      <h1>You have withdrawn from the contract</h1>
      <p>
        It has ended, and {moneyIn(habits, refund)} are on their way back to the card that you paid with. The
        number of your certificate is <strong className="num">{certificateNumber}</strong>. It is also in the
        mail that we are sending you.
      </p>
    </div>
  );
}

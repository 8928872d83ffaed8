import { formatMoney, fromMoneyJson, type MoneyJson } from '@gatefold/kernel';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { momentIn, type Habits } from './held.ts';
import { ClaimedOrder, OrderClaimForm, type OrderClaim } from './order-claim.tsx';

export type Quote = { readonly at: string; readonly until: string; readonly refund: MoneyJson };

/** Where each step stands: asked for, shown, done. */
export type Withdrawal =
  | { readonly step: 'asked'; readonly claim: OrderClaim; readonly says: string | null }
  | { readonly step: 'quoted'; readonly claim: OrderClaim; readonly quote: Quote }
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

function Asked({ claim, says }: { claim: OrderClaim; says: string | null }) {
  return (
    <div className="narrow">
      <h1>Withdraw from a contract</h1>
      <p>
        Where the law of your country gives you that right you can withdraw from a purchase within 14 days,
        without a reason and without signing in. After that you can <a href="/cancel">cancel</a> at any time.
      </p>
      <OrderClaimForm
        action="/withdraw"
        claim={claim}
        says={says}
        hint="It stands in the mail that confirmed your purchase."
      />
    </div>
  );
}

const moneyIn = ({ locale }: Habits, amount: MoneyJson): string => formatMoney(fromMoneyJson(amount), locale);

function Quoted({ claim, quote, habits }: { claim: OrderClaim; quote: Quote; habits: Habits }) {
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
          <ClaimedOrder {...claim} />
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

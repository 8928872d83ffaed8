import type { MoneyJson } from '@gatefold/kernel';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { Say, useVoice } from '../../words/speaking.tsx';
import type { PlainKey } from '../../words/voice.ts';
import { ClaimedOrder, OrderClaimForm, type OrderClaim } from './order-claim.tsx';

export type Quote = { readonly at: string; readonly until: string; readonly refund: MoneyJson };

/** Where each step stands: asked for, shown, done. */
export type Withdrawal =
  | { readonly step: 'asked'; readonly claim: OrderClaim; readonly says: PlainKey | null }
  | { readonly step: 'quoted'; readonly claim: OrderClaim; readonly quote: Quote }
  | { readonly step: 'done'; readonly certificateNumber: string; readonly refund: MoneyJson };

/** Withdrawing from a contract: needs no account and no reason. */
export function WithdrawPage({ at }: { readonly at: Withdrawal }) {
  switch (at.step) {
    case 'asked':
      return <Asked claim={at.claim} says={at.says} />;
    case 'quoted':
      return <Quoted claim={at.claim} quote={at.quote} />;
    case 'done':
      return <Done certificateNumber={at.certificateNumber} refund={at.refund} />;
  }
}

function Asked({ claim, says }: { claim: OrderClaim; says: PlainKey | null }) {
  const { say } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('withdraw.title')}</h1>
      <p>
        <Say of="withdraw.says" href="/cancel" />
      </p>
      <OrderClaimForm action="/withdraw" claim={claim} says={says} hint="withdraw.hint" />
    </div>
  );
}

function Quoted({ claim, quote }: { claim: OrderClaim; quote: Quote }) {
  const { say, money, moment } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('withdraw.shown')}</h1>
      <Facts
        facts={[
          { term: say('withdraw.order'), value: claim.orderNumber },
          { term: say('withdraw.back'), value: money(quote.refund) },
          { term: say('withdraw.reading'), value: say('withdraw.at-once') },
          { term: say('withdraw.until'), value: moment(quote.until) },
        ]}
      />
      <div className="choices">
        <form method="post" action="/withdraw">
          <ClaimedOrder {...claim} />
          <input type="hidden" name="quote" value={JSON.stringify(quote)} />
          <Button>{say('withdraw.do')}</Button>
        </form>
        <ButtonLink href="/">{say('withdraw.not')}</ButtonLink>
      </div>
    </div>
  );
}

function Done({ certificateNumber, refund }: { certificateNumber: string; refund: MoneyJson }) {
  const { say, money } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('withdraw.done')}</h1>
      <p>
        <Say of="withdraw.done-says" with={{ refund: money(refund), number: certificateNumber }} />
      </p>
    </div>
  );
}

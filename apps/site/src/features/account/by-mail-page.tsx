import type { MailedPurpose } from '@gatefold/api';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { Say, useVoice } from '../../words/speaking.tsx';
import type { PlainKey } from '../../words/voice.ts';
import type { Subscription } from './held.ts';
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
  | { readonly step: 'nothing'; readonly says: PlainKey };

/** One thing, without a sign-in: first what it is, then a button. Opening the link changes nothing. */
export function ByMailPage({ at }: { readonly at: ByMail }) {
  switch (at.step) {
    case 'asked':
      return <Asked {...at} />;
    case 'receipts':
      return (
        <div className="account-page">
          <h1 className="visually-hidden">{useVoice().say('by-mail.receipt')}</h1>
          <Receipts charges={at.charges} />
        </div>
      );
    case 'done':
      return <Done {...at} />;
    case 'withdrawn':
      return <WithdrawPage at={{ ...at, step: 'done' }} />;
    case 'nothing':
      return <Nothing says={at.says} />;
  }
}

const words: Readonly<Record<Doing, { readonly title: PlainKey; readonly button: PlainKey }>> = {
  card: { title: 'by-mail.card', button: 'held.change-card' },
  cancel: { title: 'cancel.title', button: 'cancel.do' },
  undo: { title: 'by-mail.undo', button: 'held.keep' },
  resume: { title: 'by-mail.resume', button: 'course.go-on' },
  withdraw: { title: 'withdraw.shown', button: 'withdraw.do' },
};

export const byMailTitle = (purpose: MailedPurpose): PlainKey =>
  purpose === 'receipt' ? 'by-mail.receipt' : words[purpose].title;

type AskedProps = Extract<ByMail, { step: 'asked' }>;

function Asked({ purpose, token, subscription, quote }: AskedProps) {
  const { say, paper } = useVoice();
  return (
    <div className="narrow">
      <h1>{say(words[purpose].title)}</h1>
      <Effect purpose={purpose} subscription={subscription} quote={quote} />
      <p className="meta">{say('frame.order', { name: paper.name, number: subscription.orderNumber })}</p>
      <div className="choices">
        <form method="post" action={`/by-mail/${purpose}`}>
          <input type="hidden" name="token" value={token} />
          {quote !== null && <input type="hidden" name="quote" value={JSON.stringify(quote)} />}
          <Button>{say(words[purpose].button)}</Button>
        </form>
        <ButtonLink href="/account">{say('frame.to-account')}</ButtonLink>
      </div>
    </div>
  );
}

function Effect({ purpose, subscription, quote }: Pick<AskedProps, 'purpose' | 'subscription' | 'quote'>) {
  const { say, moment, money } = useVoice();
  const { paidThrough } = subscription;
  if (quote !== null)
    return (
      <Facts
        facts={[
          { term: say('withdraw.back'), value: money(quote.refund) },
          { term: say('withdraw.reading'), value: say('withdraw.at-once') },
          { term: say('withdraw.until'), value: moment(quote.until) },
        ]}
      />
    );
  if (purpose === 'cancel' && paidThrough !== null)
    return (
      <p>
        <Say of="cancel.effect" with={{ moment: moment(paidThrough) }} />
      </p>
    );
  return <p>{say(effects[purpose])}</p>;
}

const effects: Readonly<Record<Doing, PlainKey>> = {
  card: 'by-mail.card-says',
  cancel: 'cancel.ends',
  undo: 'by-mail.undo-says',
  resume: 'by-mail.resume-says',
  withdraw: 'by-mail.nothing-says',
};

function Done({ purpose, subscription }: Extract<ByMail, { step: 'done' }>) {
  const { say, moment } = useVoice();
  const { paidThrough, certificateNumber } = subscription;
  const isCancelled = purpose === 'cancel';
  return (
    <div className="narrow">
      <h1>{say(isCancelled ? 'cancelled.title' : 'by-mail.undo-done')}</h1>
      {isCancelled && (
        <p>
          {say('held.nothing-more')}
          {paidThrough !== null && (
            <>
              {' '}
              <Say of="cancelled.read-until" with={{ moment: moment(paidThrough) }} />
            </>
          )}{' '}
          {certificateNumber === null ? (
            say('cancelled.number-mailed')
          ) : (
            <Say of="cancelled.number" with={{ number: certificateNumber }} />
          )}
        </p>
      )}
      <div className="choices">
        <ButtonLink href="/account">{say('frame.to-account')}</ButtonLink>
      </div>
    </div>
  );
}

function Nothing({ says }: { readonly says: PlainKey }) {
  const { say } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('by-mail.nothing')}</h1>
      <p>{say(says)}</p>
      <div className="choices">
        <ButtonLink href="/account">{say('frame.to-account')}</ButtonLink>
      </div>
    </div>
  );
}

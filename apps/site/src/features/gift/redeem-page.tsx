import { Button, ButtonLink } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { Say, useVoice } from '../../words/speaking.tsx';
import type { PlainKey } from '../../words/voice.ts';

export type GiftCard = {
  readonly name: string;
  readonly state: string;
  readonly from: string;
  readonly message: string;
  readonly expiresAt: string | null;
};

type Coming = {
  readonly at: string;
  readonly phase: string;
  readonly amount: { readonly amount: string; readonly currency: string };
};

export type TakeQuote = {
  readonly period: { readonly from: string; readonly until: string };
  readonly moved: { readonly before: Coming; readonly next: Coming } | null;
};

/** Where it stands: a code is asked for, the gift is shown, or it is taken. */
export type Redeem =
  | { readonly step: 'asked'; readonly typed: string; readonly says: PlainKey | null }
  | {
      readonly step: 'shown';
      readonly code: string;
      readonly card: GiftCard;
      /** Null for a guest, who signs in first. */
      readonly email: string | null;
      readonly signInHref: string;
      /** What taking it comes to; null for a guest, and where it cannot be taken. */
      readonly quote: TakeQuote | null;
      readonly says: PlainKey | null;
    }
  | { readonly step: 'taken'; readonly until: string };

export function RedeemPage({ at }: { readonly at: Redeem }) {
  if (at.step === 'asked') return <Asked {...at} />;
  return at.step === 'shown' ? <Shown at={at} /> : <Taken until={at.until} />;
}

function Asked({ typed, says }: { typed: string; says: PlainKey | null }) {
  const { say } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('redeem.title')}</h1>
      <p>{say('redeem.says')}</p>
      <form method="get" action="/redeem" className="order">
        {says !== null && <Notice tone="bad" title={say(says)} />}
        <TextField
          name="code"
          required
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          label={say('redeem.code')}
          hint={say('redeem.code-hint')}
          defaultValue={typed}
        />
        <Button main>{say('redeem.look')}</Button>
      </form>
    </div>
  );
}

type ShownAt = Extract<Redeem, { step: 'shown' }>;

function Shown({ at }: { at: ShownAt }) {
  const { say } = useVoice();
  const { card, says } = at;
  const isOpen = card.state === 'paid';
  return (
    <div className="narrow">
      <h1>{isOpen ? say('redeem.from', { from: card.from }) : say('redeem.not-open')}</h1>
      {says !== null && <Notice tone="bad" title={say(says)} />}
      {isOpen ? <Open at={at} /> : <Closed name={card.name} />}
    </div>
  );
}

function Closed({ name }: { name: string }) {
  return (
    <>
      <p>
        <Say of="redeem.closed" with={{ name }} />
      </p>
      <div className="choices">
        <ButtonLink href="/">{useVoice().say('frame.to-front')}</ButtonLink>
      </div>
    </>
  );
}

function Open({ at: { card, code, email, quote, signInHref } }: { at: ShownAt }) {
  const { say, day } = useVoice();
  return (
    <>
      {card.message !== '' && <blockquote>{card.message}</blockquote>}
      <p>
        <Say of="redeem.open" with={{ name: card.name }} />
      </p>
      {card.expiresAt !== null && <p className="meta">{say('redeem.until', { day: day(card.expiresAt) })}</p>}
      {email === null && <SignInFirst href={signInHref} />}
      {email !== null && quote !== null && <TakeForm code={code} email={email} quote={quote} />}
    </>
  );
}

/** What taking it comes to, to the minute and the cent, and the button that takes it. */
function TakeForm({
  code,
  email,
  quote: { period, moved },
}: {
  code: string;
  email: string;
  quote: TakeQuote;
}) {
  const { say, moment, money } = useVoice();
  return (
    <form method="post" action="/redeem">
      <input type="hidden" name="code" value={code} />
      <p>{say('redeem.reads', { from: moment(period.from), until: moment(period.until) })}</p>
      {moved !== null && (
        <>
          <p>
            <Say
              of="redeem.moves"
              with={{
                price: money(moved.next.amount),
                before: moment(moved.before.at),
                next: moment(moved.next.at),
              }}
            />
          </p>
          <input type="hidden" name="at" value={moved.next.at} />
          <input type="hidden" name="phase" value={moved.next.phase} />
          <input type="hidden" name="amount" value={moved.next.amount.amount} />
          <input type="hidden" name="currency" value={moved.next.amount.currency} />
        </>
      )}
      <p className="ui">
        <Say of="redeem.as" with={{ email }} />
      </p>
      <Button main>{useVoice().say('redeem.take')}</Button>
    </form>
  );
}

function SignInFirst({ href }: { href: string }) {
  const { say } = useVoice();
  return (
    <>
      <p className="ui">{say('redeem.sign-in-says')}</p>
      <div className="choices">
        <ButtonLink href={href}>{say('redeem.sign-in')}</ButtonLink>
      </div>
    </>
  );
}

function Taken({ until }: { until: string }) {
  const { say, moment } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('redeem.taken')}</h1>
      <p>
        <Say of="redeem.taken-says" with={{ moment: moment(until) }} />
      </p>
      <div className="choices">
        <ButtonLink href="/">{say('redeem.begin')}</ButtonLink>
        <ButtonLink href="/account">{say('frame.your-account')}</ButtonLink>
      </div>
    </div>
  );
}

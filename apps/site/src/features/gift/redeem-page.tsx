import { Button, ButtonLink } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { formatTime, zoneName } from '@gatefold/ui/time';

/** How this paper writes dates. */
type Habits = { readonly locale: string; readonly zone: string };

export type GiftCard = {
  readonly name: string;
  readonly state: string;
  readonly from: string;
  readonly message: string;
  readonly expiresAt: string | null;
};

/** Where it stands: a code is asked for, the gift is shown, or it is taken. */
export type Redeem =
  | { readonly step: 'asked'; readonly typed: string; readonly says: string | null }
  | {
      readonly step: 'shown';
      readonly code: string;
      readonly card: GiftCard;
      /** Null for a guest, who signs in first. */
      readonly email: string | null;
      readonly signInHref: string;
      readonly says: string | null;
    }
  | { readonly step: 'taken'; readonly until: string };

export function RedeemPage({ at, habits }: { readonly at: Redeem; readonly habits: Habits }) {
  if (at.step === 'asked') return <Asked {...at} />;
  return at.step === 'shown' ? <Shown at={at} habits={habits} /> : <Taken until={at.until} habits={habits} />;
}

function Asked({ typed, says }: { typed: string; says: string | null }) {
  return (
    <div className="narrow">
      <h1>Take a gift</h1>
      <p>Somebody has given you a subscription? The code stands in the mail, or whoever gave it knows it.</p>
      <form method="get" action="/redeem" className="order">
        {says !== null && <Notice tone="bad" title={says} />}
        <TextField
          name="code"
          required
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          label="Code"
          hint="Sixteen letters and figures, such as 7F3K-2QXA-91MD-C0RT."
          defaultValue={typed}
        />
        <Button main>Look at the gift</Button>
      </form>
    </div>
  );
}

type ShownAt = Extract<Redeem, { step: 'shown' }>;

function Shown({ at, habits }: { at: ShownAt; habits: Habits }) {
  const { card, says } = at;
  const isOpen = card.state === 'paid';
  return (
    <div className="narrow">
      <h1>{isOpen ? `${card.from} has given you a gift` : 'This gift is not open any more'}</h1>
      {says !== null && <Notice tone="bad" title={says} />}
      {isOpen ? <Open at={at} habits={habits} /> : <Closed name={card.name} />}
    </div>
  );
}

function Closed({ name }: { name: string }) {
  return (
    <>
      <p>
        <strong>{name}</strong>. Somebody has taken it, or it was given back. If that was not you, ask whoever
        gave it to you.
      </p>
      <div className="choices">
        <ButtonLink href="/">To the front page</ButtonLink>
      </div>
    </>
  );
}

function Open({ at: { card, code, email, signInHref }, habits }: { at: ShownAt; habits: Habits }) {
  return (
    <>
      {card.message !== '' && <blockquote>{card.message}</blockquote>}
      <p>
        <strong>{card.name}</strong>. It costs you nothing, needs no card, begins when you take it and never
        renews. If you have a subscription, its next payment moves behind the gift.
      </p>
      {card.expiresAt !== null && (
        <p className="meta">
          It can be taken until {formatTime(new Date(card.expiresAt), { ...habits, precision: 'day' })}.
        </p>
      )}
      {email === null ? <SignInFirst href={signInHref} /> : <TakeForm code={code} email={email} />}
    </>
  );
}

function TakeForm({ code, email }: { code: string; email: string }) {
  return (
    <form method="post" action="/redeem">
      <input type="hidden" name="code" value={code} />
      <p className="ui">
        You take it as <strong>{email}</strong>.
      </p>
      <Button main>Take the gift</Button>
    </form>
  );
}

function SignInFirst({ href }: { href: string }) {
  return (
    <>
      <p className="ui">Sign in first, with any address of yours: we mail you a link. No password.</p>
      <div className="choices">
        <ButtonLink href={href}>Sign in and take it</ButtonLink>
      </div>
    </>
  );
}

function Taken({ until, habits }: { until: string; habits: Habits }) {
  return (
    <div className="narrow">
      <h1>It is yours</h1>
      <p>
        You read everything until{' '}
        <strong>
          {formatTime(new Date(until), { ...habits, precision: 'minute' })} ({zoneName(habits.zone)})
        </strong>
        . It ends by itself, and nothing is charged for it. We tell you a week before.
      </p>
      <div className="choices">
        <ButtonLink href="/">Begin to read</ButtonLink>
        <ButtonLink href="/account">Your account</ButtonLink>
      </div>
    </div>
  );
}

import { Button } from '@gatefold/ui/button';
import { Money } from '@gatefold/ui/money';
import { dayIn, momentIn, type Habits } from './held.ts';

export type Gift = {
  readonly id: string;
  readonly name: string;
  readonly orderNumber: string;
  readonly role: 'giver' | 'reader';
  readonly state: 'open' | 'paid' | 'redeemed' | 'over';
  readonly endReason: string | null;
  readonly amount: { readonly amount: string; readonly currency: string } | null;
  readonly code: string | null;
  readonly sendAt: string;
  readonly sentAt: string | null;
  readonly takenAt: string | null;
  readonly expiresAt: string | null;
  readonly mayTakeBackUntil: string | null;
  readonly period: { readonly from: string; readonly until: string } | null;
};

type Props = { readonly gifts: readonly Gift[]; readonly now: Date; readonly habits: Habits };

/** What the reader was given, and what became of what they gave. */
export function Gifts({ gifts, now, habits }: Props) {
  const [taken, given] = [gifts.filter(isTaken), gifts.filter(({ role }) => role === 'giver')];
  return (
    <>
      {taken.length > 0 && (
        <section className="card" aria-labelledby="taken-title">
          <h2 id="taken-title">Gifts to you</h2>
          <ul className="plain-list num">
            {taken.map((gift) => (
              <li key={gift.id}>
                <span>{gift.name}</span>
                <span className="meta">{balanceOf(gift, habits)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {given.length > 0 && (
        <section className="card" aria-labelledby="given-title">
          <h2 id="given-title">Gifts from you</h2>
          {given.map((gift) => (
            <Given key={gift.id} gift={gift} now={now} habits={habits} />
          ))}
          <p className="ui">
            <a href="/give">Give another</a>
          </p>
        </section>
      )}
    </>
  );
}

const isTaken = ({ role, period }: Gift): boolean => role === 'reader' && period !== null;

function balanceOf({ state, endReason, period }: Gift, habits: Habits): string {
  if (state === 'redeemed' && period !== null)
    return `You read by it until ${momentIn(habits)(period.until)}. It never renews.`;
  return endReason === 'used' ? 'Used up.' : 'It has ended: its payment was taken back.';
}

function Given({ gift, now, habits }: { gift: Gift; now: Date; habits: Habits }) {
  const mayTakeBack = gift.mayTakeBackUntil !== null && new Date(gift.mayTakeBackUntil) > now;
  return (
    <div className="gift">
      <p className="num">
        <strong>{gift.name}</strong>
        {gift.amount !== null && (
          <>
            , <Money {...gift.amount} locale={habits.locale} />
          </>
        )}
        <span className="meta"> order {gift.orderNumber}</span>
      </p>
      <p className="ui">{stateOf(gift, habits)}</p>
      {gift.code !== null && (
        <p className="ui">
          Code: <strong className="num">{gift.code}</strong>. Whoever has it can take the gift at{' '}
          <a href={`/redeem?code=${gift.code}`}>this address</a>.
        </p>
      )}
      {mayTakeBack && gift.mayTakeBackUntil !== null && (
        <form method="post" action="/account/gift-back">
          <input type="hidden" name="gift" value={gift.id} />
          <Button>Take it back, with my money</Button>
          <p className="meta">Until {dayIn(habits)(gift.mayTakeBackUntil)}, while nobody has taken it.</p>
        </form>
      )}
    </div>
  );
}

const ends: Readonly<Record<string, string>> = {
  used: 'It was read to its end.',
  refunded: 'It was taken back, and the money is on its way to you.',
  disputed: 'It has ended: its payment was taken back by the bank.',
  expired: 'Nobody took it in time.',
  unpaid: 'It was never paid.',
};

function stateOf({ state, endReason, sendAt, sentAt, takenAt, expiresAt }: Gift, habits: Habits): string {
  const day = dayIn(habits);
  if (state === 'over') return ends[endReason ?? ''] ?? 'It is over.';
  if (takenAt !== null) return `It was taken on ${day(takenAt)}.`;
  const until = expiresAt === null ? '' : ` It can be taken until ${day(expiresAt)}.`;
  return sentAt === null ? `We mail it on ${day(sendAt)}.` : `We mailed it on ${day(sentAt)}.${until}`;
}

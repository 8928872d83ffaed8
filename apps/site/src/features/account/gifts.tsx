import { Button } from '@gatefold/ui/button';
import { Say, useVoice } from '../../words/speaking.tsx';
import type { PlainKey, Voice } from '../../words/voice.ts';

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

type Props = { readonly gifts: readonly Gift[]; readonly now: Date };

/** What the reader was given, and what became of what they gave. */
export function Gifts({ gifts, now }: Props) {
  const voice = useVoice();
  const { say } = voice;
  const [taken, given] = [gifts.filter(isTaken), gifts.filter(({ role }) => role === 'giver')];
  return (
    <>
      {taken.length > 0 && (
        <section className="card" aria-labelledby="taken-title">
          <h2 id="taken-title">{say('gifts.to-you')}</h2>
          <ul className="plain-list num">
            {taken.map((gift) => (
              <li key={gift.id}>
                <span>{gift.name}</span>
                <span className="meta">{balanceOf(gift, voice)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {given.length > 0 && (
        <section className="card" aria-labelledby="given-title">
          <h2 id="given-title">{say('gifts.from-you')}</h2>
          {given.map((gift) => (
            <Given key={gift.id} gift={gift} now={now} />
          ))}
          <p className="ui">
            <a href="/give">{say('gifts.another')}</a>
          </p>
        </section>
      )}
    </>
  );
}

const isTaken = ({ role, period }: Gift): boolean => role === 'reader' && period !== null;

function balanceOf({ state, endReason, period }: Gift, { say, moment }: Voice): string {
  if (state === 'redeemed' && period !== null)
    return say('gifts.reads-until', { moment: moment(period.until) });
  return say(endReason === 'used' ? 'gifts.used-up' : 'gifts.payment-back');
}

function Given({ gift, now }: { gift: Gift; now: Date }) {
  const voice = useVoice();
  const { say, money, day } = voice;
  const mayTakeBack = gift.mayTakeBackUntil !== null && new Date(gift.mayTakeBackUntil) > now;
  return (
    <div className="gift">
      <p className="num">
        <strong>{gift.name}</strong>
        {gift.amount !== null && `, ${money(gift.amount)}`}{' '}
        <span className="meta">{say('gifts.order', { number: gift.orderNumber })}</span>
      </p>
      <p className="ui">{stateOf(gift, voice)}</p>
      {gift.code !== null && (
        <p className="ui">
          <Say of="gifts.code" with={{ code: gift.code }} href={`/redeem?code=${gift.code}`} />
        </p>
      )}
      {mayTakeBack && gift.mayTakeBackUntil !== null && (
        <form method="post" action="/account/gift-back">
          <input type="hidden" name="gift" value={gift.id} />
          <Button>{say('gifts.take-back')}</Button>
          <p className="meta">{say('gifts.take-back-until', { day: day(gift.mayTakeBackUntil) })}</p>
        </form>
      )}
    </div>
  );
}

const ends: Readonly<Record<string, PlainKey>> = {
  used: 'gifts.read',
  refunded: 'gifts.refunded',
  disputed: 'gifts.disputed',
  expired: 'gifts.expired',
  unpaid: 'gifts.unpaid',
};

function stateOf(gift: Gift, { say, day }: Voice): string {
  const { state, endReason, sendAt, sentAt, takenAt, expiresAt } = gift;
  if (state === 'over') return say(ends[endReason ?? ''] ?? 'gifts.over');
  if (takenAt !== null) return say('gifts.taken-on', { day: day(takenAt) });
  if (sentAt === null) return say('gifts.sends-on', { day: day(sendAt) });
  const until = expiresAt === null ? '' : ` ${say('redeem.until', { day: day(expiresAt) })}`;
  return say('gifts.sent-on', { day: day(sentAt) }) + until;
}

import { DAY, plus, type BusinessClock } from '@gatefold/kernel';
import type { HouseRules } from '../domain/house-rules.ts';
import { hasIntro, mailboxOf } from '../domain/intro-once.ts';
import type { Offer } from '../domain/offer.ts';
import { refuse } from '../domain/refusals.ts';
import { hasEnded } from '../domain/subscription.ts';
import type { AddressHash, IdempotentAnswers, Offers, Subscriptions } from './ports.ts';
import type { StartCheckout, StartedCheckout } from './start-checkout.ts';

/** One introduction that somebody had, or wished for. */
export type IntroUse = {
  readonly checkoutId: string;
  readonly readerId: string | null;
  readonly usedAt: Date | null;
  readonly verdict: 'given' | 'repeated' | null;
  readonly waivedBy: string | null;
  readonly waivedAt: Date | null;
};

export type IntroUses = {
  /** Whether this reader, or who has this mailbox, had it since then; what was waived does not count. */
  wasUsed(
    who: { readerId: string | null; mailHashes: readonly string[] },
    of: Offer,
    since: Date,
  ): Promise<boolean>;
  /** Remembers whose checkout it is; a repeat changes nothing. */
  note(wish: { checkoutId: string; readerId: string; mailHash: string | null; of: Offer }): Promise<void>;
  /** Newest first. */
  ofReader(readerId: string): Promise<IntroUse[]>;
  /** From now on it does not count. A repeat changes nothing. Refuses with `intro-use-not-found`. */
  waive(checkoutId: string, by: { actor: string; note: string }): Promise<IntroUse>;
};

type Deps = {
  offers: Offers;
  subscriptions: Pick<Subscriptions, 'ofReader'>;
  answers: Pick<IdempotentAnswers, 'find'>;
  introUses: IntroUses;
  addresses: AddressHash;
  houseRules: HouseRules;
  clock: BusinessClock;
};

/**
 * Lets one person begin with the introduction once. Whoever had it is refused before they pay, with the offer that
 * they may have instead. The card, known only once it has paid, is judged by the fold.
 */
export const introOnce =
  (deps: Deps) =>
  (start: (command: StartCheckout) => Promise<StartedCheckout>) =>
  async (command: StartCheckout): Promise<StartedCheckout> => {
    const { offers, introUses, addresses, houseRules, clock } = deps;
    const rule = houseRules.introOnce;
    const of = offers.current().find(({ key }) => key === command.offer);
    if (of === undefined || !hasIntro(of) || (await isAnsweredOtherwise(deps, command)))
      return start(command);
    const mailbox = command.email === null ? null : `mailbox:${mailboxOf(command.email)}`;
    const mailHashes = mailbox === null ? [] : addresses.all(mailbox);
    const since = plus(clock.now(), -rule.keptDays * DAY);
    if (await introUses.wasUsed({ readerId: command.readerId, mailHashes }, of, since))
      throw refuse('intro-used', { instead: rule.instead[of.key] ?? null });
    const started = await start(command);
    const mailHash = mailbox === null ? null : addresses.of(mailbox);
    await introUses.note({ checkoutId: started.id, readerId: started.readerId, mailHash, of });
    return started;
  };

/** A repeat is answered as the first time, and whoever is subscribed is told that. */
async function isAnsweredOtherwise(
  { answers, subscriptions }: Deps,
  { idempotencyKey, readerId }: StartCheckout,
): Promise<boolean> {
  if (idempotencyKey !== null && (await answers.find('checkout', idempotencyKey)) !== null) return true;
  return readerId !== null && (await subscriptions.ofReader(readerId)).some((one) => !hasEnded(one));
}

import { DAY, plus, type BusinessClock, type NewId } from '@gatefold/kernel';
import { giftCode } from '../domain/gift-code.ts';
import { nextAt } from '../domain/gift-fold.ts';
import { giftSpokenIn, type GiftOffer } from '../domain/gift-offer.ts';
import { newGift, type Gift } from '../domain/gift.ts';
import { languageIn } from '../domain/offer-words.ts';
import { refuse } from '../domain/refusals.ts';
import type { GiftPages, Gifts } from './gift-ports.ts';
import type { Checkouts, IdempotentAnswers, Readers } from './ports.ts';
import type { StripeWrites } from './stripe-ports.ts';

type Deps = {
  gifts: Gifts;
  newId: NewId;
  clock: BusinessClock;
  readers: Pick<Readers, 'createProvisional'>;
  checkouts: Pick<Checkouts, 'customerOf' | 'keepCustomer'>;
  stripe: Pick<StripeWrites, 'createCustomer'> & GiftPages;
  answers: IdempotentAnswers;
  hash: (text: string) => string;
  /** Ten random bytes: whoever knows what is made of them may take the gift. */
  codeBytes: () => Uint8Array;
};

export type Give = {
  readonly giver: { readonly readerId: string } | { readonly email: string };
  readonly to: string;
  readonly from: string;
  readonly message: string;
  readonly sendAt: Date | null;
  readonly offer: string;
  /** What the giver reads, such as “de-AT”; the recipient is written to so as well, until they have said otherwise. */
  readonly locale: string | null;
  readonly idempotencyKey: string | null;
};

export type Given = { readonly id: string; readonly url: string; readonly readerId: string };

const SCOPE = 'gift';
/** So far ahead a gift may be sent. */
const YEAR = 366 * DAY;

/** Opens the hosted page on which a gift is paid. The same key with the same request answers the same page. */
export const giveAway =
  (deps: Deps) =>
  async (command: Give): Promise<Given> => {
    const { idempotencyKey: key, ...asked } = command;
    if (key === null) throw refuse('idempotency-key-required');
    const requestHash = deps.hash(JSON.stringify(asked));
    const known = await deps.answers.find(SCOPE, key);
    if (known !== null && known.requestHash !== requestHash) throw refuse('idempotency-key-reused');
    if (known !== null) return known.body as Given;

    const answer = await open(deps, command);
    await deps.answers.keep(SCOPE, key, { requestHash, body: answer });
    return answer;
  };

async function open(deps: Deps, command: Give): Promise<Given> {
  const { gifts, clock, newId, hash } = deps;
  const offer = offerOf(gifts, command.offer);
  const now = clock.now();
  const sendAt = command.sendAt ?? now;
  if (sendAt > plus(now, YEAR) || sendAt < plus(now, -DAY)) throw refuse('gift-day-wrong');
  const gift = newGift(offer, { ...(await whoOf(deps, command)), id: newId(), sendAt }, now);
  const code = giftCode(deps.codeBytes());
  const { from, message } = command;
  await gifts.open(
    { ...gift, nextAt: nextAt(gift, now) },
    { codeHash: hash(code), card: { code, from, message } },
  );
  const { id, stripeCustomerId: customerId, giverId: readerId } = gift;
  const { sessionId, url } = await deps.stripe.openGift({
    giftId: id,
    customerId,
    offer: giftSpokenIn(offer, command.locale),
    language: languageIn(command.locale),
  });
  await gifts.opened(id, sessionId);
  return { id, url, readerId };
}

function offerOf(gifts: Gifts, key: string): GiftOffer {
  const offer = gifts.offers().find((one) => one.key === key);
  if (offer === undefined) throw refuse('offer-not-on-sale');
  return offer;
}

/** Typed addresses make provisional readers: nobody learns whether they are known. */
async function whoOf(
  { readers, checkouts, stripe }: Deps,
  { giver, to, locale }: Give,
): Promise<Pick<Gift, 'giverId' | 'recipientId' | 'stripeCustomerId'>> {
  const email = 'email' in giver ? giver.email : null;
  const giverId =
    'email' in giver ? (await readers.createProvisional(giver.email, locale)).readerId : giver.readerId;
  const { readerId: recipientId } = await readers.createProvisional(to, locale);
  const known = await checkouts.customerOf(giverId);
  const stripeCustomerId =
    known ??
    (await stripe.createCustomer({
      readerId: giverId,
      email,
      language: languageIn(locale),
    }));
  if (known === null) await checkouts.keepCustomer(stripeCustomerId, giverId);
  return { giverId, recipientId, stripeCustomerId };
}

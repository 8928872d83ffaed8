import type { BusinessClock, NewId } from '@gatefold/kernel';
import { inCurrency, type Offer } from '../domain/offer.ts';
import { languageIn, spokenIn } from '../domain/offer-words.ts';
import { isGiven } from '../domain/import-path.ts';
import { canonicalPath, freezePath } from '../domain/price-path.ts';
import type { HouseRules } from '../domain/house-rules.ts';
import { promoted, promotionFor } from '../domain/promotion.ts';
import { refuse } from '../domain/refusals.ts';
import { seatsBought } from '../domain/seats.ts';
import type { Subscription } from '../domain/subscription.ts';
import { runningLike, soldAt } from '../domain/titles.ts';
import { mayReturn } from '../domain/win-back.ts';
import type {
  AddressHash,
  Checkout,
  Checkouts,
  IdempotentAnswers,
  NewCheckout,
  Offers,
  Readers,
  Subscriptions,
} from './ports.ts';
import type { StripeWrites } from './stripe-ports.ts';

export type StartCheckout = {
  readonly readerId: string | null;
  readonly email: string | null;
  readonly offer: string;
  /** The title that sells it; the offer's first where it is not said. */
  readonly publication?: string | undefined;
  readonly returnTo: string;
  readonly consentVersion: string;
  /** How many seats of a group. */
  readonly seats?: number | null;
  /** A promotion code, as it was typed. */
  readonly code?: string | null;
  /** The offer's main one where it is not said. */
  readonly currency?: string | null;
  /** Why they may have an offer that asks. */
  readonly reason?: string | null;
  /** What the buyer reads, such as “de-AT”. */
  readonly locale?: string | null;
  /** The network address of the buyer's browser, where it is known; it is kept with the consent. */
  readonly ip?: string | null;
  readonly idempotencyKey: string | null;
};

export type StartedCheckout = {
  readonly id: string;
  readonly url: string;
  readonly readerId: string;
  /** Whether this request opened it; otherwise it was open already. */
  readonly isNew: boolean;
};

type Deps = {
  offers: Offers;
  checkouts: Checkouts;
  subscriptions: Pick<Subscriptions, 'ofReader'>;
  readers: Readers;
  addresses: AddressHash;
  stripe: Pick<StripeWrites, 'createCustomer' | 'openSubscribe' | 'closeSession'>;
  answers: IdempotentAnswers;
  houseRules: HouseRules;
  clock: BusinessClock;
  newId: NewId;
  hash: (text: string) => string;
  /** Waits a moment of machine time while another request opens the same checkout. */
  pause: () => Promise<void>;
};

const SCOPE = 'checkout';
/** Times a moment: longer than Stripe may take to open a page. */
const PATIENCE = 200;

/**
 * Opens the hosted page on which a reader buys, or answers with the one that is open.
 *
 * However many requests come for one reader or address at once, one session is opened and all are
 * answered with it. A typed address makes a provisional reader: nobody learns whether it is known.
 */
export const startCheckout =
  (deps: Deps) =>
  async (command: StartCheckout): Promise<StartedCheckout> => {
    const requestHash = deps.hash(
      JSON.stringify([
        command.readerId,
        command.email,
        command.offer,
        ...(command.publication ? [{ publication: command.publication }] : []),
        ...(command.code ? [command.code] : []),
        ...(command.seats ? [{ seats: command.seats }] : []),
        ...(command.currency ? [{ currency: command.currency }] : []),
        ...(command.locale ? [{ language: languageIn(command.locale) }] : []),
      ]),
    );
    const replayed = await replay(deps, command.idempotencyKey, requestHash);
    if (replayed !== null) return replayed;

    const offer = agreedOffer(deps, command);
    await checkMayBuy(deps, command.readerId, offer);
    const started = await claimAndOpen(deps, command, offer);

    if (command.idempotencyKey !== null)
      await deps.answers.keep(SCOPE, command.idempotencyKey, { requestHash, body: started });
    return started;
  };

async function replay(
  { answers }: Deps,
  key: string | null,
  requestHash: string,
): Promise<StartedCheckout | null> {
  const known = key === null ? null : await answers.find(SCOPE, key);
  if (known === null) return null;
  if (known.requestHash !== requestHash) throw refuse('idempotency-key-reused');
  return known.body as StartedCheckout;
}

function agreedOffer(deps: Deps, command: StartCheckout): Offer {
  const { readerId, email, consentVersion } = command;
  if ((readerId === null) === (email === null)) throw refuse('reader-or-email-required');
  const current = offerUnder(deps, command);
  if (current.asksReason !== undefined && !command.reason)
    throw refuse('reason-required', { question: current.asksReason });
  if (current.consent.version !== consentVersion)
    throw refuse('consent-outdated', { version: current.consent.version });
  return current;
}

/** What is for sale under this name now, with what a code makes of it. */
export function offerUnder(
  { offers, clock }: Pick<Deps, 'offers' | 'clock'>,
  {
    offer: key,
    publication,
    code,
    currency,
  }: Pick<StartCheckout, 'offer' | 'publication' | 'code' | 'currency'>,
): Offer {
  const found = offers.current().find((one) => one.key === key);
  if (found === undefined) throw refuse('offer-not-on-sale');
  const offer = soldAt(found, publication ?? found.publication);
  if (code === undefined || code === null || code === '')
    return currency === undefined || currency === null ? offer : inCurrency(offer, currency);
  return promoted(offer, promotionFor(offers.promotions(), { code, offer, now: clock.now() }));
}

async function checkMayBuy(
  { subscriptions, houseRules: rules, clock }: Deps,
  readerId: string | null,
  offer: Offer,
): Promise<void> {
  const theirs = readerId === null ? [] : await subscriptions.ofReader(readerId);
  if (runningLike(offer, theirs).some(isInTheWay)) throw refuse('already-subscribed');
  if (offer.audience === 'returning' && !mayReturn(theirs, offer, { rules, now: clock.now() }))
    throw refuse('offer-not-on-sale');
}

/** What was given until its end is in nobody's way: it ends when they have bought. */
const isInTheWay = (running: Subscription): boolean => !isGiven(running);

function wantedBy({ addresses, newId, hash }: Deps, command: StartCheckout, offer: Offer): NewCheckout {
  const seats = seatsBought(offer.seats, command.seats);
  const path = freezePath(offer, seats);
  const address = command.email?.trim().toLowerCase() ?? null;
  return {
    id: newId(),
    readerId: command.readerId,
    email: address === null ? null : { newest: addresses.of(address), all: addresses.all(address) },
    offer,
    seats,
    path,
    pathHash: hash(canonicalPath(path)),
    consentId: newId(),
    returnTo: command.returnTo,
    reason: command.reason ?? null,
    language: languageIn(command.locale ?? null),
    consentText: spokenIn(offer, command.locale ?? null).consent.text,
    ip: command.ip ?? null,
  };
}

async function claimAndOpen(deps: Deps, command: StartCheckout, offer: Offer): Promise<StartedCheckout> {
  const wanted = wantedBy(deps, command, offer);
  const address = command.email?.trim().toLowerCase() ?? null;
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    const { checkout, isMine, isNew, isSame } = await deps.checkouts.claim(wanted);
    if (!isSame && (await close(deps, checkout))) continue;
    if (isMine)
      return open(deps, { checkout, wanted, email: address, locale: command.locale ?? null, isNew });
    const opened = isSame ? openedFrom(checkout) : null;
    if (opened !== null) return opened;
    await deps.pause();
  }
  throw new Error('another request did not finish to open this checkout');
}

/** The page that is there already, once whoever opens it has done so. */
const openedFrom = ({ id, url, readerId }: Checkout): StartedCheckout | null =>
  url === null || readerId === null ? null : { id, url, readerId, isNew: false };

/** Of two offers of one product a reader has chosen the later: the page of the earlier can be paid no more. */
async function close({ checkouts, stripe }: Deps, { id, stripeSessionId }: Checkout): Promise<boolean> {
  if (stripeSessionId === null) return false;
  if (!(await stripe.closeSession(stripeSessionId))) throw refuse('already-subscribed');
  await checkouts.expire(id);
  return true;
}

type Opening = {
  checkout: Checkout;
  wanted: NewCheckout;
  email: string | null;
  locale: string | null;
  isNew: boolean;
};

async function open(deps: Deps, { checkout, wanted, isNew, ...who }: Opening): Promise<StartedCheckout> {
  const { checkouts, stripe } = deps;
  const { offer, seats, language, consentText } = wanted;
  const { id } = checkout;
  try {
    const readerId = await readerOf(deps, checkout, who);
    const customerId = await customerOf(deps, readerId, { email: who.email, language });
    await checkouts.identify(id, { readerId, stripeCustomerId: customerId });
    const session = await stripe.openSubscribe({
      checkoutId: id,
      customerId,
      offer,
      seats,
      language,
      consentText,
    });
    await checkouts.opened(id, session);
    return { id, url: session.url, readerId, isNew };
  } catch (error) {
    await checkouts.giveUp(id).catch(() => undefined);
    throw error;
  }
}

async function readerOf(
  { checkouts, readers }: Deps,
  checkout: Checkout,
  { email, locale }: Pick<Opening, 'email' | 'locale'>,
): Promise<string> {
  if (checkout.readerId !== null) return checkout.readerId;
  const { readerId } = await readers.createProvisional(email ?? '', locale);
  await checkouts.identify(checkout.id, { readerId, stripeCustomerId: null });
  return readerId;
}

async function customerOf(
  { checkouts, stripe }: Deps,
  readerId: string,
  who: { email: string | null; language: string | null },
): Promise<string> {
  const known = await checkouts.customerOf(readerId);
  if (known !== null) return known;
  const customerId = await stripe.createCustomer({ readerId, ...who });
  await checkouts.keepCustomer(customerId, readerId);
  return customerId;
}

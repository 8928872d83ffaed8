import { createHash } from 'node:crypto';
import { ApiProblem, billing, identity } from '@gatefold/api';
import type { Order } from '../features/offer/order-input.ts';
import type { Publication } from '../publication.ts';
import type { Visit } from './visit.ts';

/**
 * Opens the hosted page for an order, and for a new reader a session of this browser.
 *
 * A checkout that was already open belongs to whoever opened it. Only the browser that did gets a
 * session: else anyone could type another's address, wait for the payment, and read.
 */
export async function startCheckout(
  visit: Visit,
  order: Order,
): Promise<{ url: string; cookie: string | null }> {
  const holder = visit.session.kind === 'reader' ? visit.session.session.readerId : null;
  if (order.email === null && holder === null) throw new Error('an order needs a reader or an address');
  const { status, answer } = await visit.asSite.billing.exchange(billing.startCheckout, {
    body: { ...buyerOf(order, holder), ...whatOf(order, visit.voice.paper), locale: visit.locale },
    idempotencyKey: keyOf(order, visit.locale),
    ...(visit.from === null ? {} : { forwardedFor: visit.from }),
  });
  if (!visit.isPaymentPage(answer.url))
    throw new Error('billing named a payment page whose origin is not in PAYMENT_ORIGINS');

  const isNew = status === 201 && answer.readerId !== holder;
  return { url: answer.url, cookie: isNew ? await openSession(visit, answer.readerId) : null };
}

const buyerOf = ({ email }: Order, holder: string | null) =>
  email === null ? { readerId: holder ?? '' } : { email };

const whatOf = ({ offer, seats, code, returnTo, consentVersion }: Order, paper: Publication) => ({
  offer: offer ?? paper.offer,
  publication: paper.key,
  ...(seats === undefined ? {} : { seats }),
  ...(code === undefined ? {} : { code }),
  returnTo,
  consent: { version: consentVersion, accepted: true as const },
});

async function openSession({ asSite, cookies }: Visit, readerId: string): Promise<string | null> {
  try {
    const params = { id: readerId };
    const { sessionToken, expiresAt } = await asSite.identity.call(identity.openProvisionalSession, {
      params,
    });
    return cookies.open(sessionToken, expiresAt);
  } catch (error) {
    // Verified meanwhile: the mailed link signs in.
    if (error instanceof ApiProblem && error.code === 'reader-already-verified') return null;
    throw error;
  }
}

/** One form sent twice is one order; the same form with a corrected address is another. */
const keyOf = ({ attempt, email, consentVersion, seats }: Order, locale: string): string =>
  createHash('sha256')
    .update(JSON.stringify([attempt, email?.toLowerCase() ?? null, consentVersion, seats, locale]))
    .digest('hex');

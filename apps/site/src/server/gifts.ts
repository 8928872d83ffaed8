import { createHash } from 'node:crypto';
import { billing } from '@gatefold/api';
import type { GiftOrder } from '../features/gift/gift-input.ts';
import type { Visit } from './visit.ts';

/** Opens the hosted page for a gift. One form sent twice is one gift. */
export async function openGift(
  visit: Visit,
  { email, sendAt, attempt, ...wish }: GiftOrder,
): Promise<string> {
  const holder = visit.session.kind === 'reader' ? visit.session.session.readerId : null;
  if (email === null && holder === null) throw new Error('a gift needs a reader or an address');
  const body = {
    ...wish,
    locale: visit.locale,
    ...(email === null ? { readerId: holder ?? '' } : { email }),
    ...(sendAt === null ? {} : { sendAt: sendAt.toISOString() }),
  };
  const { url } = await visit.asSite.billing.call(billing.giveGift, {
    body,
    idempotencyKey: createHash('sha256')
      .update(JSON.stringify([attempt, body]))
      .digest('hex'),
    ...(visit.from === null ? {} : { forwardedFor: visit.from }),
  });
  if (!visit.isPaymentPage(url))
    throw new Error('billing named a payment page whose origin is not in PAYMENT_ORIGINS');
  return url;
}

/** A reader's gifts. The page is of use without them. */
export async function giftsOf({ asReader, locale, report }: Visit, id: string) {
  const query = { locale };
  try {
    return (await asReader.billing.call(billing.readersGifts, { params: { id }, query })).data;
  } catch (error) {
    report(error, 'the gifts could not be listed');
    return [];
  }
}

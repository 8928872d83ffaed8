import type { CheckoutSession } from './checkout.ts';
import { day, type Making } from './wire.ts';

/** How long a page that expired can be taken up again. */
const recoverableFor = 30 * day;

export function expire(
  session: CheckoutSession,
  { now, pageUrl }: { readonly now: number; readonly pageUrl: string },
): CheckoutSession {
  const recovery = session.after_expiration?.recovery;
  return {
    ...session,
    after_expiration:
      recovery?.enabled === true
        ? {
            recovery: {
              ...recovery,
              expires_at: now + recoverableFor,
              url: `${pageUrl}/c/recover/${session.id}`,
            },
          }
        : session.after_expiration,
    status: 'expired',
    url: null,
  };
}

/** The same session anew, where an expired one may still be taken up. */
export function recovered(session: CheckoutSession, making: Making & { readonly pageUrl: string }) {
  const recovery = session.after_expiration?.recovery;
  const until = recovery?.expires_at ?? null;
  if (session.status !== 'expired' || recovery === undefined || until === null || making.now >= until)
    return null;
  const id = `cs_test_${making.newId('x').slice(2)}${making.newId('x').slice(2)}`;
  return {
    ...session,
    id,
    after_expiration: { recovery: { ...recovery, expires_at: null, url: null } },
    allow_promotion_codes: recovery.allow_promotion_codes || session.allow_promotion_codes,
    created: making.now,
    expires_at: making.now + day,
    recovered_from: session.id,
    status: 'open' as const,
    url: `${making.pageUrl}/c/pay/${id}`,
  };
}

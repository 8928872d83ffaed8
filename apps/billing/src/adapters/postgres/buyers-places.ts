import { DAY, plus } from '@gatefold/kernel';
import type { Database } from './subscriptions.ts';

/** How long a bank may take a payment back. */
const DISPUTE_WINDOW = 180 * DAY;
/** Of a page that nobody has paid; longer than one can be open and its news late. */
const UNPAID_KEPT = 30 * DAY;

/**
 * Forgets from where was bought, once no charge under the consent can be disputed any more.
 *
 * What counts is the last charge that was paid, not the consent: a year after the purchase the charge of
 * yesterday may be disputed. While a subscription lives there may be another one; an open dispute waits for its end.
 */
export const forgetBuyersPlaces =
  ({ pool, clock }: Pick<Database, 'pool' | 'clock'>) =>
  async (): Promise<number> => {
    const now = clock.now();
    const { rowCount } = await pool.query(
      `UPDATE consent c SET ip = NULL, key_version = NULL
       WHERE c.ip IS NOT NULL AND c.accepted_at < $1 AND NOT EXISTS (
         SELECT 1 FROM checkout k JOIN subscription s ON s.checkout_id = k.id
         WHERE k.consent_id = c.id AND (s.phase <> 'ended' OR EXISTS (
           SELECT 1 FROM charge h
           WHERE h.subscription_id = s.id AND (h.paid_at >= $2 OR h.dispute ->> 'status' = 'open'))))`,
      [plus(now, -UNPAID_KEPT), plus(now, -DISPUTE_WINDOW)],
    );
    return rowCount ?? 0;
  };

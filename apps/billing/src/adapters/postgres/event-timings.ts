import type { Pool } from 'pg';
import type { EventTiming, EventTimings } from '../../usecases/timing-ports.ts';

/**
 * How long announced events took, by machine time, as far as the outbox still has them.
 *
 * An event names no news of Stripe's; what billing wrote down of the same subscription in the same transaction does.
 */
export const postgresEventTimings =
  (pool: Pool): EventTimings =>
  async (ids) => {
    const { rows } = await pool.query<EventTiming>(
      `SELECT event_id AS id, created_at AS "recordedAt", published_at AS "publishedAt", (
         SELECT max(i.received_at) FROM billing_event b JOIN inbox i ON i.event_id = b.inbox_event_id
         WHERE b.reader_id::text = o.key AND b.subscription_id::text = o.subject
           AND b.recorded_at BETWEEN o.created_at - interval '2 seconds' AND o.created_at
           AND i.received_at <= o.created_at) AS "receivedAt"
       FROM outbox o WHERE event_id = ANY($1::uuid[])`,
      [ids],
    );
    return rows;
  };

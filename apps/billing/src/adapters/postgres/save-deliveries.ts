import { prepared } from '@gatefold/messaging';
import type { Announcement } from '../../domain/announce.ts';
import { payloadOf } from '../../domain/outgoing-webhook.ts';
import type { Saving } from './saving.ts';
import type { Queries } from './subscription-rows.ts';

/** Writes down, in the transaction of `tx`, what each endpoint that wants it is to be told. Notices are for mail alone. */
export async function saveDeliveries(
  tx: Queries,
  told: readonly { readonly id: string; readonly announcement: Announcement }[],
  { now, machineNow }: Pick<Saving, 'now' | 'machineNow'>,
): Promise<void> {
  const rows = told
    .filter(({ announcement: { topic } }) => topic !== 'billing.notice.v1')
    .map(({ id, announcement }) => ({
      message_id: id,
      type: announcement.type,
      payload: payloadOf({ ...announcement, at: now }),
    }));
  if (rows.length > 0) await tx.query(insertDeliveries(JSON.stringify(rows), machineNow));
}

const insertDeliveries = prepared(
  'insert-webhook-deliveries',
  `INSERT INTO webhook_delivery (id, endpoint_id, message_id, type, payload, state, next_try_at, created_at)
   SELECT gen_random_uuid(), e.id, m.message_id, m.type, m.payload, 'waiting', $2, $2
   FROM jsonb_to_recordset($1::jsonb) AS m (message_id uuid, type text, payload text), webhook_endpoint e
   WHERE e.state = 'on' AND (cardinality(e.types) = 0 OR m.type = ANY(e.types))`,
);

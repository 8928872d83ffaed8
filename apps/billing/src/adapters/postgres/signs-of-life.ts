import type { MachineClock } from '@gatefold/kernel';
import { prepared } from '@gatefold/messaging';
import type { Pool } from 'pg';
import type { SignsOfLife } from '../../usecases/inbox-ports.ts';

/** Of webhooks with news one in this time is enough: so many come that each of them would cost. */
const ONCE_IN_MS = 1_000;

/**
 * The newest webhook, kept only where a look has found something since the last one that was kept: what comes
 * beside no silence says nothing new. A millisecond later, since the column is rounded to as much.
 */
const hear = prepared(
  'webhook-heard',
  `
  INSERT INTO cursor AS known (name, at)
  SELECT 'webhooks', clock_timestamp() + interval '1 millisecond'
  WHERE EXISTS (SELECT FROM inbox WHERE source = 'sweep' AND received_at > coalesce(
    (SELECT at FROM cursor WHERE name = 'webhooks'), '-infinity'))
  ON CONFLICT (name) DO UPDATE SET at = greatest(known.at, excluded.at)`,
);

/** For how many seconds looks find news and no webhook has come. */
export const SILENT = `
  SELECT extract(epoch FROM clock_timestamp() - min(received_at)) AS value FROM inbox
  WHERE source = 'sweep' AND received_at > coalesce((SELECT at FROM cursor WHERE name = 'webhooks'), '-infinity')`;

export function postgresSignsOfLife({
  pool,
  machineClock,
}: {
  pool: Pool;
  machineClock: MachineClock;
}): SignsOfLife {
  let last = -Infinity;
  return {
    async heard({ isNews }) {
      const now = machineClock.now().getTime();
      if (isNews && now - last < ONCE_IN_MS) return;
      last = now;
      await pool.query(hear());
    },
  };
}

import { heardNames } from '../../../apps/billing/src/adapters/stripe/heard.ts';
import type { World } from '../../process/world.ts';

/** Has the endpoint hear that and no more, as a publisher sets it up. */
export async function hearWhatIsNeeded({ stripe }: Pick<World, 'stripe'>): Promise<void> {
  const { data } = await stripe.webhookEndpoints.list({ limit: 10 });
  for (const { id } of data) await stripe.webhookEndpoints.update(id, { enabled_events: [...heardNames] });
}

/** What only the sweep has found: news that the endpoint should have heard, which costs a look of its own. */
export async function missedIn({ sql }: Pick<World, 'sql'>): Promise<string[]> {
  const { rows } = await sql.billing.query<{ type: string }>(
    `SELECT DISTINCT type FROM inbox WHERE source = 'sweep' ORDER BY type`,
  );
  return rows.map(({ type }) => type);
}

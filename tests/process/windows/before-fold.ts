import type { World } from '../world.ts';
import { comesTrue, nothingHeld, type Window } from './window.ts';

/** A webhook is answered and in the inbox; what it means is not folded. */
export function beforeFold({ sql }: World): Window {
  const dirty = async (): Promise<boolean> => {
    const { rows } = await sql.billing.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM stripe_customer c WHERE generation > folded_generation
         AND EXISTS (SELECT 1 FROM inbox WHERE customer_id = c.id)) AS found`,
    );
    return rows[0]?.found ?? false;
  };
  return {
    name: 'between inbox insert and fold',
    victim: 'billing',
    wait: () => comesTrue(dirty),
    release: nothingHeld,
    wasHit: dirty,
    close: nothingHeld,
  };
}

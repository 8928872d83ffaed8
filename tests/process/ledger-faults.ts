import { billing } from '@gatefold/api';
import type { Expected } from './model.ts';
import type { World } from './world.ts';

type LedgerFindings = Readonly<Record<'ledger balances' | 'ledger ties to Stripe', readonly string[]>>;

export async function ledgerFaults(world: World, expected: readonly Expected[]): Promise<LedgerFindings> {
  return {
    'ledger balances': await unbalanced(world),
    'ledger ties to Stripe': [
      ...(await differences(world)),
      ...(await cashFaults(world)),
      ...(await chargeFaults(world, expected)),
    ],
  };
}

/** Every entry, and so every journal, adds up to zero in each currency. */
async function unbalanced({ sql }: World): Promise<string[]> {
  const { rows } = await sql.billing.query<{ what: string; sum: string }>(
    `SELECT 'entry ' || entry_id AS what, sum(amount)::text AS sum FROM ledger_line
     GROUP BY entry_id, currency HAVING sum(amount) <> 0
     UNION ALL
     SELECT journal || ' in ' || currency, sum(amount)::text FROM ledger_line JOIN ledger_entry e ON e.id = entry_id
     GROUP BY journal, currency HAVING sum(amount) <> 0`,
  );
  return rows.map(({ what, sum }) => `${what} is off by ${sum}`);
}

async function differences({ toBilling }: World): Promise<string[]> {
  const { tie, unexplained } = await toBilling.call(billing.ledgerSummary);
  const off = tie.filter(({ difference }) => difference !== '0');
  return [
    ...off.map(({ currency, ledger, stripe }) => `the ledger has ${ledger} ${currency}, Stripe ${stripe}`),
    ...(unexplained === 0 ? [] : [`${unexplained} movements are unexplained`]),
  ];
}

/** The cash journal has each of Stripe's balance transactions exactly once, with its amount. */
async function cashFaults({ sql, stripe }: World): Promise<string[]> {
  const { rows } = await sql.billing.query<{ key: string; net: string }>(
    `SELECT key, sum(amount)::text AS net FROM ledger_entry JOIN ledger_line ON entry_id = id
     WHERE journal = 'cash' AND account = 'stripe-balance' GROUP BY id, key`,
  );
  const ours = new Map(rows.map(({ key, net }) => [key, net]));
  const faults: string[] = [];
  let theirs = 0;
  for await (const { id, net } of stripe.balanceTransactions.list({ limit: 100 })) {
    theirs += 1;
    if (ours.get(id) !== String(net))
      faults.push(`${id} of ${net} is booked as ${ours.get(id) ?? 'nothing'}`);
  }
  return rows.length === theirs ? faults : [...faults, `${rows.length} entries for ${theirs} transactions`];
}

/** What billing takes for paid is what was paid at Stripe, to the cent and as often. */
async function chargeFaults({ sql }: World, expected: readonly Expected[]): Promise<string[]> {
  const { rows } = await sql.billing.query<{ id: string; amounts: number[] }>(
    `SELECT subscription_id AS id, array_agg(amount::int ORDER BY period_index) AS amounts FROM charge
     WHERE status = 'paid' GROUP BY 1`,
  );
  const ours = new Map(rows.map(({ id, amounts }) => [id, amounts.join(' ')]));
  return expected
    .filter(({ subscriptionId, paid }) => ours.get(subscriptionId) !== paid.join(' '))
    .map(({ subscriptionId: id, paid }) => `${id} paid ${paid.join(' ')}, here ${ours.get(id) ?? 'nothing'}`);
}

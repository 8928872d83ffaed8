import { readFileSync } from 'node:fs';
import { createLogger } from '@gatefold/service-kit';
import { openPool } from '@gatefold/messaging';
import { migrationsOf } from '@gatefold/test-kit';
import pg, { type Pool } from 'pg';
import { postgresFinance } from '../../../apps/billing/src/adapters/postgres/finance.ts';
import { postgresMonths } from '../../../apps/billing/src/adapters/postgres/month-totals.ts';
import { openDatabase } from '../../../infra/test/src/database.ts';
import { createScratch } from '../../../infra/test/src/scratch.ts';
import type { Bench } from '../bench.ts';
import type { Figure, Outcome } from '../figure.ts';
import { iqr, median } from '../statistics.ts';
import { FULL, makeBooks } from './books.ts';

/** Month × plan out of the running totals against the whole record added up, and the list at any depth. */
export const finance: Bench = {
  name: 'finance',
  says: 'reports and lists over millions of billing events (G12)',
  needs: 'nothing',
  async run({ quick, say }) {
    const events = quick ? 200_000 : 5_000_000;
    const scratch = await createScratch();
    const database = await scratch.open(openDatabase(scratch.folder, process.env));
    const pool = openPool({ url: database.url, name: 'bench', logger: createLogger('bench', 'fatal') });
    // Ours gives up on a statement that takes long; what is made and compared here does.
    const patient = new pg.Pool({ connectionString: database.url, max: 1 });
    try {
      await prepare(patient);
      say(`${events} billing events`);
      await makeBooks(patient, events);
      return await measure(pool, { patient, events, rounds: quick ? 5 : 11, say });
    } finally {
      await pool.end();
      await patient.end();
      await scratch.close();
    }
  },
};

async function prepare(pool: Pool): Promise<void> {
  for (const file of migrationsOf('billing')) await pool.query(readFileSync(file, 'utf8'));
}

type Given = { patient: Pool; events: number; rounds: number; say: (line: string) => void };

async function measure(pool: Pool, { patient, events, rounds, say }: Given): Promise<Outcome> {
  // Nothing of this is sealed.
  const list = postgresFinance(pool, { open: () => null });
  const months = postgresMonths(pool);
  const everything = {
    readerId: null,
    type: null,
    from: null,
    to: null,
    after: null,
    before: null,
    limit: 50,
  };

  const depth = Math.floor(events * 0.8);
  const { rows } = await patient.query<{ id: string; at: Date }>(
    `SELECT id, at FROM billing_event ORDER BY at DESC, id DESC OFFSET ${depth} LIMIT 1`,
  );
  const deep = { ...everything, after: rows[0]! };
  const reader = await pool.query<{ id: string }>(`SELECT md5('r77')::uuid::text AS id`);
  const statement = { ...everything, readerId: reader.rows[0]!.id };

  const wrong = await difference(patient, months.totals);
  if (wrong !== null) return { verdict: 'void', why: wrong };

  const times: Times = { full: [], totals: [], first: [], deep: [], statement: [] };
  for (let round = 0; round < rounds; round += 1) {
    say(`round ${round + 1} of ${rounds}`);
    times.full.push(await timed(() => patient.query(FULL)));
    for (let turn = 0; turn < 20; turn += 1) {
      times.totals.push(await timed(() => months.totals()));
      times.first.push(await timed(() => list.events(everything)));
      times.deep.push(await timed(() => list.events(deep)));
      times.statement.push(await timed(() => list.events(statement)));
    }
  }
  return judge(times, depth);
}

type Times = Record<'full' | 'totals' | 'first' | 'deep' | 'statement', number[]>;

const judge = (times: Times, depth: number): Outcome => ({
  verdict: 'measured',
  figures: [
    ratio('G12', 1 / 50, { of: times.totals, to: times.full }),
    ratio('G12.depth', 2, { of: times.deep, to: times.first }),
    { ...inMs('G12.statement', times.statement), bar: 1 },
  ],
  notes: [
    `month × plan ${median(times.totals).toFixed(2)} ms, the whole record ${median(times.full).toFixed(0)} ms`,
    `a page: the first ${median(times.first).toFixed(2)} ms, behind ${depth} rows ${median(times.deep).toFixed(2)} ms`,
  ],
});

/** Both must say the same to the cent, else nothing that is fast counts. */
async function difference(
  pool: Pool,
  totals: ReturnType<typeof postgresMonths>['totals'],
): Promise<string | null> {
  const { rows } = await pool.query<{ amount: string }>(FULL);
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, one) => total + one, 0n);
  const whole = sum(rows.map(({ amount }) => BigInt(amount)));
  const ours = sum((await totals()).map(({ amount }) => amount));
  return whole === ours && whole > 0n ? null : `the totals say ${ours} and the record ${whole}`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const inMs = (goal: string, times: readonly number[]): Figure => ({
  goal,
  bar: null,
  value: median(times),
  unit: 'ms',
  direction: 'max',
  samples: times.length,
  iqr: iqr(times),
});

const ratio = (
  goal: string,
  bar: number,
  { of, to }: { of: readonly number[]; to: readonly number[] },
): Figure => ({
  ...inMs(goal, of),
  bar,
  value: median(of) / median(to),
  unit: '×',
  iqr: iqr(of) / median(to),
});

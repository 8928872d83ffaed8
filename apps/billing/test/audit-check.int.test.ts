import { DAY } from '@gatefold/kernel';
import { aDatabase, anId, fakeMachineClock, type TestDatabase } from '@gatefold/test-kit';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../src/adapters/keyed-hash.ts';
import { postgresAuditCheck } from '../src/adapters/postgres/audit-check.ts';
import { postgresLevels } from '../src/adapters/postgres/levels.ts';
import { chainAudit, type AuditEntry } from '../src/domain/audit.ts';
import { lookThroughAudit } from '../src/usecases/look-through-audit.ts';

const ENTRIES = 2_500;
const START = '2026-02-01T00:00:00.000Z';
const chain = Array.from({ length: ENTRIES }).reduce<AuditEntry[]>((so, _, index) => {
  const note = { actor: `finance:${anId(1)}`, action: 'charge.refund', subject: String(index), facts: {} };
  so.push(chainAudit(note, { last: so.at(-1) ?? null, at: new Date(START), hash: sha256 }));
  return so;
}, []);

let database: TestDatabase;
let pool: pg.Pool;
let machineClock: ReturnType<typeof fakeMachineClock>;
beforeEach(async () => {
  database = await aDatabase({ app: 'billing' });
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  machineClock = fakeMachineClock(START);
  await pool.query(
    `INSERT INTO audit_entry (sequence, at, actor, action, subject, facts, previous_hash, hash)
     SELECT sequence, at, actor, action, subject, facts, "previousHash", hash FROM jsonb_to_recordset($1) AS e (
       sequence bigint, at timestamptz, actor text, action text, subject text, facts jsonb, "previousHash" text, hash text)`,
    [JSON.stringify(chain)],
  );
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

/** As a process that has just started. */
const check = () => postgresAuditCheck({ pool, machineClock });
const toTheEnd = async (): Promise<number | null> => {
  for (let pages = 0; pages < 10; pages += 1) {
    const { entries, brokenAt } = await check().step();
    if (brokenAt !== null || entries === 0) return brokenAt;
  }
  throw new Error('the walk has no end');
};
async function tamper(statement: string): Promise<void> {
  await pool.query('ALTER TABLE audit_entry DISABLE TRIGGER audit_is_kept');
  await pool.query(statement);
  await pool.query('ALTER TABLE audit_entry ENABLE TRIGGER audit_is_kept');
}

test('nobody has looked through it yet: what is asked for at once has its bounds', async () => {
  expect(await check().verify()).toEqual({
    ...{ entries: ENTRIES, lastHash: chain.at(-1)?.hash, brokenAt: null, checkedTo: 1_000 },
    ...{ underWay: null, ended: null },
  });
});

test('it is looked through a page at a time, and whoever starts in the middle goes on there', async () => {
  expect(await check().step()).toEqual({ entries: 1_000, brokenAt: null });
  expect(await check().verify()).toMatchObject({
    ...{ checkedTo: 1_999, underWay: { startedAt: new Date(START), entries: 1_000 }, ended: null },
  });
  expect([await check().step(), await check().step()]).toMatchObject([{ entries: 999 }, { entries: 501 }]);

  expect(await check().verify()).toMatchObject({
    ...{
      checkedTo: ENTRIES,
      underWay: null,
      ended: { at: new Date(START), entries: ENTRIES, brokenAt: null },
    },
  });
});

test('while one process looks, another leaves it to that one', async () => {
  const other = await pool.connect();
  await other.query('BEGIN');
  await other.query('SELECT * FROM audit_check FOR UPDATE');
  const meanwhile = await Promise.race([
    check().step(),
    new Promise((resolve) => setTimeout(resolve, 2_000, 'waits')),
  ]);
  await other.query('ROLLBACK');
  other.release();
  expect(meanwhile).toEqual({ entries: 0, brokenAt: null });

  const both = await Promise.all([check().step(), check().step()]);
  const { underWay } = await check().verify();
  expect(both[0].entries + both[1].entries).toBe(underWay?.entries);
});

test('an old entry that was changed is found by the walk of the next day, and said from then on', async () => {
  await toTheEnd();
  await tamper(`UPDATE audit_entry SET facts = '{"amount": "4 USD"}' WHERE sequence = 1200`);
  const { auditBrokenAt } = postgresLevels(pool, () => new Date(START));
  expect([await toTheEnd(), (await check().verify()).brokenAt, await auditBrokenAt()]).toEqual([
    null,
    null,
    0,
  ]);
  machineClock.advance(DAY);

  expect([await toTheEnd(), await auditBrokenAt()]).toEqual([1_200, 1_200]);
  expect(await check().verify()).toMatchObject({
    brokenAt: 1_200,
    ended: { entries: 1_199, brokenAt: 1_200 },
  });
});

test('an entry that was taken out is found by the walk, which tells it once', async () => {
  await check().step();
  await tamper('DELETE FROM audit_entry WHERE sequence = 1500');

  const told: number[] = [];
  const tick = lookThroughAudit({ auditCheck: check(), onBroken: (place) => told.push(place) });
  expect([await tick(), await tick(), told]).toEqual([0, 0, [1_500]]);
});

test.each([
  { what: 'changed', statement: `UPDATE audit_entry SET actor = 'nobody' WHERE sequence = ${ENTRIES}` },
  { what: 'taken off', statement: `DELETE FROM audit_entry WHERE sequence = ${ENTRIES}` },
])('the newest that was $what shows at once', async ({ statement }) => {
  await toTheEnd();
  await tamper(statement);

  expect((await check().verify()).brokenAt).toBe(ENTRIES);
  expect(await toTheEnd()).toBe(ENTRIES);
});

test('one that came after the last look shows at once as well', async () => {
  await toTheEnd();
  await pool.query(
    `INSERT INTO audit_entry (sequence, at, actor, action, subject, facts, previous_hash, hash)
     VALUES ($1, now(), 'nobody', 'charge.refund', 'x', '{}', 'of nothing', 'of nothing')`,
    [ENTRIES + 1],
  );

  expect(await check().verify()).toMatchObject({ brokenAt: ENTRIES + 1, checkedTo: ENTRIES });
});

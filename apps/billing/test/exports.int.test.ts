import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
let readerId = '';
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
  ({ readerId } = await buyer.buy('ada@meridian.example'));
  // More than one piece holds.
  await billing.sql.query(
    `INSERT INTO billing_event (id, type, at, reader_id, summary, stripe_ids)
     SELECT gen_random_uuid(), 'test.row', '2026-01-01'::timestamptz + n * interval '1 second', gen_random_uuid(), '=sum(1)', '{}'
     FROM generate_series(1, 12000) n`,
  );
});
afterAll(() => billing.close());

type Job = { id: string; state: string; rowsDone: number; rowsTotal: number };
const start = async (body: object): Promise<Job> => (await buyer.as('post', '/v1/exports', body)).body as Job;
const look = async (id: string): Promise<Job> => (await buyer.as('get', `/v1/exports/${id}`)).body as Job;
const isDone = (id: string) => eventually(async () => (await look(id)).state === 'done');

test('a long list is written in the background, with its progress, and can be fetched', async () => {
  const job = await start({ type: 'test.row' });
  expect(job).toMatchObject({ state: 'running', rowsDone: 0, rowsTotal: 12_000 });
  await isDone(job.id);

  expect(await look(job.id)).toMatchObject({ rowsDone: 12_000 });
  const { text, headers } = await buyer.as('get', `/v1/exports/${job.id}/file`);
  const lines = text.trimEnd().split('\r\n');
  expect([lines.length, new Set(lines).size, lines[0]?.startsWith('at,type,amount')]).toEqual([
    12_001,
    12_001,
    true,
  ]);
  expect(lines[1]).toContain(`'=sum(1)`);
  expect(headers['content-type']).toContain('text/csv');
});

test('with the filters of the list, and on record', async () => {
  const job = await start({ readerId });
  await isDone(job.id);

  const { text } = await buyer.as('get', `/v1/exports/${job.id}/file`);
  expect(
    text
      .split('\r\n')
      .slice(1, -1)
      .every((line) => line.includes(readerId)),
  ).toBe(true);
  const audit = (await buyer.as('get', `/v1/audit?subject=${job.id}`)).body as { data: object[] };
  expect(audit.data).toMatchObject([{ action: 'export.ask', actor: 'service:dev' }]);
});

test('one that holds nothing is a file with its head', async () => {
  const job = await start({ type: 'nothing.such' });
  await isDone(job.id);

  expect((await buyer.as('get', `/v1/exports/${job.id}/file`)).text.split('\r\n').length).toBe(2);
});

test('after seven days the file is forgotten', async () => {
  const job = await start({ readerId });
  await isDone(job.id);
  await billing.sql.query('UPDATE export_job SET expires_at = now() WHERE id = $1', [job.id]);
  await eventually(async () => (await look(job.id)).state === 'expired');

  expect((await buyer.as('get', `/v1/exports/${job.id}/file`)).body).toMatchObject({
    code: 'export-not-ready',
  });
  expect((await billing.sql.query('SELECT 1 FROM export_piece WHERE job_id = $1', [job.id])).rowCount).toBe(
    0,
  );
});

test('those without the role get none', async () => {
  const reader = await billing.readerToken(readerId);
  await billing.api.post('/v1/exports').set('authorization', `Bearer ${reader}`).send({}).expect(403);
});

import { createHmac, randomBytes } from 'node:crypto';
import { newId } from '@gatefold/service-kit';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aNotice, READER } from '../../test/builders.ts';
import { startMail, type Mail } from '../../test/harness.ts';

const secret = `whsec_${randomBytes(24).toString('base64')}`;
const old = `whsec_${randomBytes(24).toString('base64')}`;

let mail: Mail;
beforeEach(async () => void (mail = await startMail({ DELIVERY_REPORT_SECRETS: `${secret},${old}` })));
afterEach(() => mail.close());

const OTHER = '0199a1b2-0000-7000-8000-000000000002';

/** Signed as Standard Webhooks has it. */
function report(
  body: object,
  { by = secret, seconds = Math.floor(Date.now() / 1_000), signed = JSON.stringify(body) } = {},
) {
  const key = Buffer.from(by.replace('whsec_', ''), 'base64');
  const hash = createHmac('sha256', key).update(`msg_1.${seconds}.${signed}`).digest('base64');
  return request(mail.service.http)
    .post('/v1/delivery-reports')
    .set({ 'webhook-id': 'msg_1', 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${hash}` })
    .set('content-type', 'application/json')
    .send(JSON.stringify(body));
}
const asReader = (method: 'get' | 'post' | 'put', path: string, body?: object, readerId = READER) =>
  mail.asReader({ readerId }, method, path, body);
const stateOf = async (): Promise<string | null> =>
  ((await asReader('get', `/v1/readers/${READER}/address`)).body as { undeliverableSince: string | null })
    .undeliverableSince;
const trust = () => asReader('post', `/v1/readers/${READER}/address/trust`, {});
const newslettersOf = async () =>
  ((await asReader('get', `/v1/readers/${READER}/newsletters`)).body as { data: Record<string, unknown>[] })
    .data;

/** Sends an issue to whoever asked for it; its message, as the mail itself names it. */
async function sendIssue(): Promise<string | undefined> {
  const before = mail.smtp.caught.length;
  const story = { title: 'The harbour', says: 'Dredging stalls.', path: '/articles/harbour-dredging-stalls' };
  const en = { subject: 'The quays', preview: 'Tonight.', stories: [story] };
  await mail.post('/v1/newsletter-issues', 'cli', { id: newId(), newsletter: 'weekend', editions: { en } });
  await mail.service.rounds.round();
  return mail.smtp.caught.slice(before)[0]?.mail.messageId;
}

async function sendLetter(dueAt = '2026-02-01T00:00:00Z'): Promise<string | undefined> {
  const noticeId = newId();
  await mail.put(aNotice({ noticeId, causeKey: noticeId, dueAt }));
  await mail.service.rounds.round();
  return mail.smtp.caught.at(-1)?.mail.messageId;
}

describe('a mail that comes back after it was taken', () => {
  beforeEach(() => asReader('put', `/v1/readers/${READER}/newsletters/weekend`, { chosen: true }));

  test('marks its address: the account is told, no newsletter goes there, letters still do', async () => {
    const messageId = await sendLetter();
    const { status, body } = await report({ messageId, outcome: 'bounced' });
    await report({ messageId, outcome: 'bounced' });

    expect([status, body]).toEqual([202, { taken: true }]);
    expect(await stateOf()).toBe('2026-02-01T00:00:00.000Z');
    expect(await sendIssue()).toBeUndefined();
    expect((await newslettersOf()).find(({ key }) => key === 'weekend')).toMatchObject({ chosen: true });
    expect(await sendLetter()).toBeDefined();
  });

  test('says nothing of the address that its reader has changed to meanwhile', async () => {
    const messageId = await sendIssue();
    mail.identity.email = 'else@meridian.example';
    await report({ messageId, outcome: 'bounced' });

    expect(await stateOf()).toBeNull();
    expect(await sendIssue()).toBeDefined();
  });

  test('is forgiven when its reader says that the address works, until something newer comes back', async () => {
    const messageId = await sendIssue();
    await report({ messageId, outcome: 'bounced' });
    await trust();
    await report({ messageId, outcome: 'bounced' });
    expect(await stateOf()).toBeNull();

    await mail.tick('2026-02-02T00:00:00.000Z');
    const newer = await sendIssue();
    expect(newer).toBeDefined();
    await report({ messageId: newer, outcome: 'bounced' });
    expect(await stateOf()).toBe('2026-02-02T00:00:00.000Z');
  });

  test('only for a while changes nothing, nor does one to nobody that is known', async () => {
    const messageId = await sendIssue();
    await report({ messageId, outcome: 'delayed' });
    const unknown = await report({ messageId: `<${newId()}@meridian.example>`, outcome: 'bounced' });
    const foreign = await report({ messageId: '<CAF@elsewhere.example>', outcome: 'bounced' });

    expect([unknown.status, foreign.status]).toEqual([202, 202]);
    expect(await stateOf()).toBeNull();
  });

  test('leaves neither address nor mark when the account is deleted', async () => {
    await report({ messageId: await sendIssue(), outcome: 'bounced' });
    const { rows } = await mail.sql.query<{ row: string }>(
      'SELECT m::text AS row FROM message m UNION ALL SELECT u::text FROM undeliverable_address u',
    );
    expect(rows.map(({ row }) => row).join()).not.toMatch(/ada@|meridian\.example/);

    await mail.erase(READER);
    await expect
      .poll(async () => (await mail.sql.query('SELECT FROM undeliverable_address')).rowCount)
      .toBe(0);
    const kept = await mail.sql.query('SELECT FROM message WHERE address_hash IS NOT NULL');
    expect(kept.rowCount).toBe(0);
  });
});

describe('a mail that its reader calls spam', () => {
  test('ends that newsletter and no other, and says so, but not one that is asked for again', async () => {
    for (const newsletter of ['weekend', 'harbour-letter'])
      await asReader('put', `/v1/readers/${READER}/newsletters/${newsletter}`, { chosen: true });
    const messageId = await sendIssue();
    expect((await report({ messageId, outcome: 'complained' })).status).toBe(202);

    const states = async () =>
      (await newslettersOf()).map(({ key, chosen, endedBy }) => [key, chosen, endedBy]);
    expect(await states()).toEqual([
      ['daily-update', false, null],
      ['weekend', false, 'complaint'],
      ['harbour-letter', true, null],
    ]);
    expect(await stateOf()).toBeNull();

    await mail.tick('2026-02-02T00:00:00.000Z');
    await asReader('put', `/v1/readers/${READER}/newsletters/weekend`, { chosen: true });
    await report({ messageId, outcome: 'complained' });
    expect((await states())[1]).toEqual(['weekend', true, null]);
  });
});

describe('a report', () => {
  const bounced = { messageId: 'x', outcome: 'bounced' };

  test('is believed from whoever has a secret, the older one too', async () => {
    expect((await report(bounced)).status).toBe(202);
    expect((await report(bounced, { by: old })).status).toBe(202);
  });

  test.each([
    ['signed with another secret', { by: `whsec_${randomBytes(24).toString('base64')}` }],
    ['signed over something else', { signed: '{}' }],
    ['of six minutes ago', { seconds: Math.floor(Date.now() / 1_000) - 360 }],
    ['of six minutes ahead', { seconds: Math.floor(Date.now() / 1_000) + 360 }],
  ])('%s is refused, and changes nothing', async (_, how) => {
    await asReader('put', `/v1/readers/${READER}/newsletters/weekend`, { chosen: true });
    const { status, body } = await report({ messageId: await sendIssue(), outcome: 'bounced' }, how);

    expect([status, (body as { code: string }).code]).toEqual([400, 'report-unsigned']);
    expect(await stateOf()).toBeNull();
  });

  test('without a signature, or of no known shape, is refused', async () => {
    const bare = await request(mail.service.http).post('/v1/delivery-reports').send(bounced);
    const wrong = await report({ messageId: 'x', outcome: 'opened' });

    expect([bare.status, wrong.status]).toEqual([400, 400]);
  });

  test('is believed from nobody where no secret is set', async () => {
    const closed = await startMail();
    const empty = createHmac('sha256', '').update('msg_1.1.{}').digest('base64');
    const { status } = await request(closed.service.http)
      .post('/v1/delivery-reports')
      .set({ 'webhook-id': 'msg_1', 'webhook-timestamp': '1', 'webhook-signature': `v1,${empty}` })
      .send('{}');
    await closed.close();

    expect(status).toBe(400);
  });
});

describe('a report that came back as a mail', () => {
  const asMail = (messageId: string | undefined): string =>
    [
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      'Action: failed',
      'Status: 5.1.1',
      `Message-ID: ${messageId}`,
    ].join('\n\n');

  test('counts as the provider’s own, handed in by gatefold and by nobody else', async () => {
    const returned = { mail: asMail(await sendLetter()) };
    const refused = await mail.post('/v1/returned-mails', 'billing', returned);
    expect([refused.status, await stateOf()]).toEqual([403, null]);

    const taken = await mail.post('/v1/returned-mails', 'cli', returned);
    const other = await mail.post('/v1/returned-mails', 'cli', { mail: 'Subject: Thanks!' });
    expect([taken.body, other.body]).toEqual([{ outcome: 'bounced' }, { outcome: null }]);
    expect(await stateOf()).toBe('2026-02-01T00:00:00.000Z');
  });
});

describe('the state of an address', () => {
  test('names each from which a mail came back, also one that was changed since, and no address', async () => {
    await report({ messageId: await sendLetter(), outcome: 'bounced' });
    await trust();
    mail.identity.email = 'else@meridian.example';
    await report({ messageId: await sendLetter(), outcome: 'bounced' });
    const { body } = await asReader('get', `/v1/readers/${READER}/address`);

    const since = '2026-02-01T00:00:00.000Z';
    expect(body).toEqual({
      undeliverableSince: since,
      returned: [expect.anything(), expect.anything()],
    });
    expect((body as { returned: object[] }).returned).toEqual(
      expect.arrayContaining([
        { since, trustedAt: expect.any(String), isCurrent: false },
        { since, trustedAt: null, isCurrent: true },
      ]),
    );
  });

  test('is told to its reader alone', async () => {
    const other = await asReader('get', `/v1/readers/${READER}/address`, undefined, OTHER);
    const nobody = await mail.get(`/v1/readers/${READER}/address`, null);
    const trusting = await asReader('post', `/v1/readers/${READER}/address/trust`, {}, OTHER);

    expect([other.status, nobody.status, trusting.status]).toEqual([403, 401, 403]);
  });
});

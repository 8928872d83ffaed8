import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildProgram } from './program.ts';

const reader = '0199a1b2-0000-7000-8000-000000000001';
const answerOf = (granted: boolean) => ({
  reader,
  answer: { granted, reason: granted ? 'subscription' : 'ended', grant: null, version: 3, cacheFor: 0 },
  at: '2026-02-01T09:00:00.000Z',
  article: null,
  rules: [],
  timeline: [],
  chain: [{ step: 'reader', id: reader, at: null, says: 'known' }],
});

/** One server that plays every service: what it answers is set by the test, what it was asked is kept. */
const answers = new Map<string, { status?: number; body: unknown }>();
const asked: { method: string; path: string; body: unknown; authorization: string | undefined }[] = [];
const server = createServer((req, res) => {
  let body = '';
  req.on('data', (chunk: Buffer) => (body += chunk.toString()));
  req.on('end', () => {
    const path = req.url ?? '';
    asked.push({
      method: req.method ?? '',
      path,
      body: body === '' ? null : JSON.parse(body),
      authorization: req.headers.authorization,
    });
    const answer = answers.get(`${req.method} ${path.split('?')[0]}`);
    res.statusCode = answer === undefined ? 404 : (answer.status ?? 200);
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(answer?.body ?? { code: 'route-not-found', title: 'Nothing here.' }));
  });
});

let stackFile = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const names = ['site', 'billing', 'entitlement', 'content', 'identity', 'mail', 'stripe'];
  stackFile = join(mkdtempSync(join(tmpdir(), 'gatefold-cli-')), 'stack.json');
  writeFileSync(
    stackFile,
    JSON.stringify({
      ready: true,
      events: 'postgres',
      urls: Object.fromEntries(names.map((name) => [name, url])),
      serviceToken: 'dev-token',
    }),
  );
});
afterAll(() => server.close());
beforeEach(() => {
  asked.length = 0;
  answers.clear();
  answers.set('GET /readyz', { body: { ready: true, failing: [] } });
  answers.set('GET /v1/parked-events', { body: { data: [], nextCursor: null } });
});

async function gatefold(...words: string[]) {
  let output = '';
  const program = buildProgram({ write: (text) => (output += text) }, { stackFile, privateJwk: undefined });
  return { code: await program.run(['node', 'gatefold', ...words]), output };
}

describe('status', () => {
  test('is 0 when everyone is ready and nothing is parked', async () => {
    expect((await gatefold('status')).code).toBe(0);
  });

  test('is 1 and names the part that does not answer', async () => {
    answers.set('GET /readyz', { status: 503, body: { ready: false, failing: ['log'] } });

    const { code, output } = await gatefold('status');

    expect(code).toBe(1);
    expect(output).toContain('NOT READY log');
  });

  test('is one JSON object for programs', async () => {
    const { output } = await gatefold('--json', 'status');

    expect(JSON.parse(output)).toMatchObject({ events: 'postgres', well: true });
  });
});

describe('explain', () => {
  beforeEach(() =>
    answers.set('GET /v1/readers', {
      body: {
        data: [{ readerId: reader, email: 'ada@example.org', role: 'reader', verified: true }],
        nextCursor: null,
      },
    }),
  );

  test.each([
    { granted: true, code: 0, says: 'yes: subscription' },
    { granted: false, code: 1, says: 'no: ended' },
  ])('answers “$says” with $code', async ({ granted, code, says }) => {
    answers.set(`GET /v1/readers/${reader}/explain`, { body: answerOf(granted) });

    const answer = await gatefold('explain', reader);

    expect(answer.code).toBe(code);
    expect(answer.output).toContain(says);
  });

  test('finds a reader by address, and speaks with the development token', async () => {
    answers.set(`GET /v1/readers/${reader}/explain`, { body: answerOf(true) });

    await gatefold('explain', 'ada@example.org');

    expect(asked.at(-1)?.path).toContain(reader);
    expect(asked.every(({ authorization }) => authorization === 'Bearer dev-token')).toBe(true);
  });

  test('an address that nobody has is a no, not a crash', async () => {
    answers.set('GET /v1/readers', { body: { data: [], nextCursor: null } });

    expect((await gatefold('explain', 'nobody@example.org')).code).toBe(1);
  });
});

describe('clock', () => {
  test('is advanced by a duration', async () => {
    answers.set('POST /_sim/clock', { body: { now: '2026-01-29T00:00:00.000Z', dropped: [] } });

    const { code, output } = await gatefold('clock', 'advance', '28d');

    expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ advance: 28 * 86_400 });
    expect({ code, output }).toEqual({ code: 0, output: '2026-01-29T00:00:00.000Z\n' });
  });

  test('is 1 when a service did not keep up, and names it', async () => {
    answers.set('POST /_sim/clock', { body: { now: '2026-01-29T00:00:00.000Z', dropped: ['mail'] } });

    const { code, output } = await gatefold('clock', 'to', '2026-01-29T00:00:00Z');

    expect(code).toBe(1);
    expect(output).toContain('mail did not keep up');
  });
});

describe('dead letters', () => {
  const parked = {
    id: reader,
    group: 'mail.notice',
    topic: 'billing.notice.v1',
    partition: 2,
    offset: '17',
    key: reader,
    type: 'notice.due',
    reason: 'does not fit the contract',
    attempts: 5,
    parkedAt: '2026-01-01T00:00:00.000Z',
  };

  test('are listed with place and reason, and make the exit code 1', async () => {
    answers.set('GET /v1/parked-events', { body: { data: [parked], nextCursor: null } });

    const { code, output } = await gatefold('dlq', 'list');

    expect(code).toBe(1);
    expect(output).toContain('billing.notice.v1/2@17');
    expect(output).toContain('does not fit the contract');
  });

  test('of one key are taken in again', async () => {
    answers.set('POST /v1/parked-events/redrive', { body: { redriven: 1, stillParked: 0 } });

    const { code } = await gatefold('dlq', 'redrive', '--key', reader);

    expect(code).toBe(0);
    expect(asked.at(-1)?.body).toEqual({ key: reader });
  });
});

test('without a stack there is nothing to talk to, in plain words', async () => {
  const program = buildProgram(
    { write: () => undefined },
    { stackFile: '/nowhere/stack.json', privateJwk: undefined },
  );

  await expect(program.run(['node', 'gatefold', 'status'])).rejects.toThrow('Start it with `npm start`');
});

describe('where nobody hands out a token', () => {
  const own = (privateJwk: string | undefined) => {
    const file = join(mkdtempSync(join(tmpdir(), 'gatefold-cli-')), 'stack.json');
    const { serviceToken: _, ...addresses } = JSON.parse(readFileSync(stackFile, 'utf8')) as Stack;
    writeFileSync(file, JSON.stringify(addresses));
    return buildProgram({ write: () => undefined }, { stackFile: file, privateJwk });
  };
  type Stack = { serviceToken: string };
  const words = ['node', 'gatefold', 'dlq', 'list'];

  test('it signs short ones with the key of “cli”', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');

    expect(await own(JSON.stringify(privateKey.export({ format: 'jwk' }))).run(words)).toBe(0);

    const [, head = '', body = ''] =
      /^Bearer ([^.]+)\.([^.]+)\./.exec(asked.at(-1)?.authorization ?? '') ?? [];
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as object;
    expect(read(head)).toMatchObject({ kid: 'cli' });
    const { sub, iat, exp } = read(body) as { sub: string; iat: number; exp: number };
    expect({ sub, seconds: exp - iat }).toEqual({ sub: 'cli', seconds: 60 });
  });

  test.each([
    { what: 'no key', key: undefined, says: 'put the key of the service “cli” into SERVICE_PRIVATE_JWK' },
    { what: 'a broken key', key: '{"d":"half a sec', says: 'is not a private Ed25519 key' },
  ])('$what is said in plain words and without the key', async ({ key, says }) => {
    await expect(own(key).run(words)).rejects.toThrow(says);
    await expect(own(key).run(words)).rejects.not.toThrow('half a sec');
  });
});

describe('an issue of a newsletter', () => {
  const edition = { subject: 'S', preview: 'P', stories: [{ title: 'T', says: 'S', path: '/articles/a' }] };
  const fileOf = (content: unknown): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'issue-')), 'issue.json');
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const sentIds = () => asked.map(({ body }) => (body as { id: string }).id);

  test('has an id that follows from its text: the same file again is the same issue', async () => {
    answers.set('POST /v1/newsletter-issues', { status: 202, body: { id: reader } });
    const file = fileOf({ en: edition });
    await gatefold('newsletter', 'send', 'weekend', '--file', file);
    await gatefold('newsletter', 'send', 'weekend', '--file', file);
    await gatefold('newsletter', 'send', 'harbour-letter', '--file', file);

    const [first, again, other] = sentIds();
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([again === first, other === first]).toEqual([true, false]);
  });

  test('that leads to another site is not sent at all', async () => {
    const away = { ...edition, stories: [{ title: 'T', says: 'S', path: 'https://evil.example' }] };
    await expect(gatefold('newsletter', 'send', 'weekend', '--file', fileOf({ en: away }))).rejects.toThrow(
      /path/,
    );
    expect(asked).toEqual([]);
  });
});

describe('a mail that came back', () => {
  test('is handed to mail as it came', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'returned-')), 'mail.eml');
    writeFileSync(file, 'Subject: Undelivered\n\nSorry.');
    answers.set('POST /v1/returned-mails', { status: 200, body: { outcome: 'bounced' } });
    await gatefold('returned-mail', file);

    expect(asked.map(({ body }) => body)).toEqual([{ mail: 'Subject: Undelivered\n\nSorry.' }]);
  });
});

describe('a rebuild of entitlement', () => {
  const rebuild = {
    readers: 3,
    done: 3,
    changed: 1,
    startedAt: '2026-03-01T00:00:00.000Z',
    endedAt: '2026-03-01T00:00:01.000Z',
    hasFailed: false,
  };
  beforeEach(() => {
    answers.set('POST /v1/announcements', { status: 202, body: { announced: 7 } });
    answers.set('POST /v1/rebuilds', {
      status: 202,
      body: { rebuild: { ...rebuild, done: 0, endedAt: null } },
    });
  });

  test('has billing say everything again and tells what was wrong', async () => {
    answers.set('GET /v1/rebuilds', { body: { rebuild } });
    const { code, output } = await gatefold('entitlement', 'rebuild');

    expect(code).toBe(0);
    expect(output).toBe(
      'billing said 7 subscriptions again\n3 readers looked at, 1 were other than they should have been\n',
    );
  });

  test('that breaks off is no success', async () => {
    answers.set('GET /v1/rebuilds', { body: { rebuild: { ...rebuild, hasFailed: true } } });

    await expect(gatefold('entitlement', 'rebuild')).rejects.toThrow('broke off');
  });
});

describe('offers', () => {
  const file = (content: unknown): string => {
    const name = join(mkdtempSync(join(tmpdir(), 'gatefold-cli-')), 'offers.json');
    writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content));
    return name;
  };
  const empty = { publication: 'meridian', offers: {} };
  const plan = { base: null, isChange: false, changes: [] };
  const dearer = {
    what: 'offer',
    key: 'digital',
    change: 'changed',
    version: 2,
    fields: [{ field: 'phases.standard.amount', before: '$15', after: '$17' }],
  };

  test('that would change are shown with what they were and will be, with exit code 1', async () => {
    answers.set('POST /v1/catalogue/plan', { body: { base: reader, isChange: true, changes: [dearer] } });

    const { code, output } = await gatefold('offers', 'plan', '--file', file(empty));

    expect(code).toBe(1);
    expect(output).toContain(
      '~ offer digital: changed, as version 2\n    phases.standard.amount: $15 → $17\n',
    );
  });

  test('are applied over what was looked at', async () => {
    answers.set('POST /v1/catalogue/plan', { body: { ...plan, base: reader } });
    answers.set('PUT /v1/catalogue', { body: { ...plan, id: reader, made: [] } });

    const { code } = await gatefold('offers', 'apply', '--file', file(empty));

    expect(code).toBe(0);
    expect(asked.at(-1)?.body).toMatchObject({ base: reader });
  });

  test.each([
    { what: 'is no JSON', content: '{', says: 'is no JSON' },
    { what: 'has a field too many', content: { ...empty, prices: {} }, says: 'prices' },
    { what: 'has an offer without a name', content: { ...empty, offers: { a: {} } }, says: 'offers.a.name' },
  ])('whose file $what are named, and nobody is asked', async ({ content, says }) => {
    await expect(gatefold('offers', 'plan', '--file', file(content))).rejects.toThrow(says);
    expect(asked).toEqual([]);
  });
});

describe('import', () => {
  const run = (mode: string, counts: object) => ({
    id: reader,
    source: 'csv',
    mode,
    state: 'done',
    inputHash: 'x',
    prices: {},
    askedBy: 'service:cli',
    askedAt: '2026-02-01T09:00:00.000Z',
    closedAt: null,
    counts: { 'would-import': 0, imported: 0, 'already-there': 0, refused: 0, ...counts },
  });
  const row = { facts: {}, stripeSubscriptionId: null, subscriptionId: null, code: null, reason: null };
  const fileWith = (text: string): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'gatefold-import-')), 'subscribers.csv');
    writeFileSync(file, text);
    return file;
  };

  test('looks without --apply, and names each refused line with its reason', async () => {
    answers.set('POST /v1/imports', { status: 201, body: run('dry-run', {}) });
    const refused = { ...row, line: 3, outcome: 'refused', code: 'address-invalid', reason: 'It is none.' };
    const data = [{ ...row, line: 2, outcome: 'would-import' }, refused];
    answers.set(`POST /v1/imports/${reader}/lines`, { body: { data } });
    answers.set(`POST /v1/imports/${reader}/closing`, { body: run('dry-run', { refused: 1 }) });
    const file = fileWith(
      'email,offer,paid_through\na@b.example,digital,2027-01-01\nnobody,digital,2027-01-01\n',
    );

    const { code, output } = await gatefold('import', 'csv', '--file', file);

    expect(asked[0]?.body).toMatchObject({ mode: 'dry-run', source: 'csv' });
    expect((asked[1]?.body as { lines: object[] }).lines[1]).toMatchObject({ line: 3, email: 'nobody' });
    expect(output).toContain('line 3  address-invalid');
    expect(output).toContain('Nothing was written');
    expect(code).toBe(1);
  });

  test('goes through a Stripe account to its last page', async () => {
    answers.set('POST /v1/imports', { status: 201, body: run('apply', {}) });
    answers.set(`POST /v1/imports/${reader}/page`, {
      body: { data: [{ ...row, line: 1, outcome: 'imported' }], isLast: true },
    });
    answers.set(`POST /v1/imports/${reader}/closing`, { body: run('apply', { imported: 1 }) });

    const { code, output } = await gatefold(
      ...'import stripe --apply --price price_1=digital price_2=student'.split(' '),
    );

    expect(asked[0]?.body).toMatchObject({
      mode: 'apply',
      prices: { price_1: 'digital', price_2: 'student' },
    });
    expect(output).toMatch(/1 +taken over/);
    expect(code).toBe(0);
  });

  test('a file without its columns is not begun with', async () => {
    await expect(gatefold('import', 'csv', '--file', fileWith('mail\na@b.example\n'))).rejects.toThrow(
      'email, offer',
    );
    expect(asked).toEqual([]);
  });
});

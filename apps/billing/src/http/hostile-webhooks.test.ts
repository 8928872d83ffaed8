import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { toUnix } from '@gatefold/kernel';
import { createHttpApp, createLogger, createMetrics } from '@gatefold/service-kit';
import { countingIds, realMachineClock } from '@gatefold/test-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { webhookReader } from '../adapters/stripe/webhook-reader.ts';
import { recordStripeEvent } from '../usecases/record-stripe-event.ts';
import type { IncomingEvent } from '../usecases/inbox-ports.ts';
import { statusOf } from './problems.ts';
import { stripeWebhookRoutes } from './stripe-webhook.routes.ts';
import { webhookDoor } from './webhook-door.ts';

const CASES = Number(process.env['HOSTILE_CASES'] ?? 10_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 30));
/** What a run may leave behind in memory. */
const LEFT_MIB = 24;
const SECRET = 'whsec_of_the_endpoint';
const now = (): number => toUnix(realMachineClock.now());

type Sent = { readonly body: Buffer; readonly headers: OutgoingHttpHeaders };

const mac = (body: Buffer, time: number | string, secret = SECRET): string =>
  createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
const signature = (body: Buffer, time = now()): string => `t=${time},v1=${mac(body, time)}`;
const withSignature = (body: Buffer, header: string | string[] | undefined): Sent => ({
  body,
  headers: header === undefined ? {} : { 'stripe-signature': header },
});

const anEvent = (over: object = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      id: 'evt_hostile',
      object: 'event',
      type: 'invoice.paid',
      created: now(),
      livemode: false,
      data: { object: { id: 'in_1', object: 'invoice', customer: 'cus_1' } },
      ...over,
    }),
  );

const junk = fc.string({ unit: 'binary', maxLength: 60 });
const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array));
const headerText = fc.stringMatching(/^[\x21-\x7e]{0,120}$/);
const seconds = fc.oneof(fc.integer({ min: 400, max: 10 ** 9 }), fc.integer({ min: -(10 ** 9), max: -301 }));

/** None of these carries a signature of Stripe's over exactly these bytes at about this time. */
const small: fc.Arbitrary<Sent> = fc.oneof(
  bytes.map((body) => withSignature(body, undefined)),
  headerText.map((header) => withSignature(anEvent(), header)),
  fc
    .string({ minLength: 1 })
    .map((secret) => withSignature(anEvent(), `t=${now()},v1=${mac(anEvent(), now(), `x${secret}`)}`)),
  seconds.map((off) => withSignature(anEvent(), signature(anEvent(), now() + off))),
  fc
    .constantFrom('v0', 'V1', 'v2', 'v1 ', ' v', '')
    .map((scheme) => withSignature(anEvent(), `t=${now()},${scheme}x=${mac(anEvent(), now())}`)),
  fc
    .constantFrom('', 't=', 't=now', 't=1e9', 't=-1', 't=NaN', `t=${'9'.repeat(40)}`)
    .map((time) => withSignature(anEvent(), `${time},v1=${mac(anEvent(), time.slice(2))}`)),
  fc
    .array(fc.stringMatching(/^[0-9a-f]{64}$/), { minLength: 2, maxLength: 9 })
    .map((macs) => withSignature(anEvent(), [`t=${now()}`, ...macs.map((one) => `v1=${one}`)].join())),
  fc.nat(200).map((cut) => withSignature(anEvent(), signature(anEvent()).slice(0, -1 - (cut % 64)))),
  fc.nat(10_000).map((at) => {
    const body = anEvent();
    const header = signature(body);
    body.writeUInt8(body.readUInt8(at % body.length) ^ (1 << (at % 8)), at % body.length);
    return withSignature(body, header);
  }),
  headerText.map((header) => withSignature(anEvent(), [header, signature(Buffer.from('another'))])),
);

/** Packed, or longer than anything that Stripe sends. */
const large: fc.Arbitrary<Sent> = fc.oneof(
  fc.constantFrom(gzipSync(anEvent()), gzipSync(Buffer.alloc(2 ** 20))).map((body) => ({
    body,
    headers: { 'stripe-signature': signature(body), 'content-encoding': 'gzip' },
  })),
  fc.constant(null).map(() => {
    const body = anEvent({ padding: 'x'.repeat(1_100_000) });
    return withSignature(body, signature(body));
  }),
);

const unsigned = fc.oneof({ weight: 200, arbitrary: small }, { weight: 1, arbitrary: large });

const strange = fc.oneof(
  junk,
  fc.constantFrom<unknown>('\0', '\ud800', -0, 1e308, 9e15, -1, 1.5, true, [], {}, null, 'x'.repeat(5_000)),
  fc.constant({ id: 'cus_1\0' }),
  fc.constant({ toString: 'x', valueOf: 'y' }),
);

/** Signed as they should be, and hostile all the same. */
const signedOnes: fc.Arbitrary<Sent> = fc.oneof(
  bytes.map((body) => withSignature(body, signature(body))),
  fc
    .constantFrom('', '[', '{}', 'null', '[]', '"x"', '['.repeat(50_000), '{"id":'.repeat(9_000), '\ufeff{}')
    .map((text) => {
      const body = Buffer.from(text);
      return withSignature(body, signature(body));
    }),
  fc
    .tuple(
      fc.constantFrom(
        'id',
        'object',
        'type',
        'created',
        'livemode',
        'account',
        'data',
        '__proto__',
        'constructor',
      ),
      strange,
    )
    .map(([field, value]) => {
      const body = Buffer.from(`${anEvent().toString().slice(0, -1)},"${field}":${JSON.stringify(value)}}`);
      return withSignature(body, signature(body));
    }),
  fc
    .tuple(fc.constantFrom('id', 'object', 'customer', 'charge', '__proto__'), strange)
    .map(([field, value]) => {
      const body = anEvent({ data: { object: { id: 'in_1', object: 'invoice', [field]: value } } });
      return withSignature(body, signature(body));
    }),
);

/** As a database does: it keeps neither a NUL nor a time that is none. */
function refuseWhatNoTableHolds({ raw: _raw, created, ...texts }: IncomingEvent): void {
  if (Number.isNaN(created.getTime())) throw new Error('date out of range');
  for (const text of Object.values(texts))
    if (String(text).includes('\0')) throw new Error('invalid byte sequence');
}

const kept: IncomingEvent[] = [];
let isDatabaseAway = false;
async function keep(events: readonly IncomingEvent[]): Promise<number> {
  if (isDatabaseAway) throw new Error('the database is away');
  for (const event of events) refuseWhatNoTableHolds(event);
  kept.push(...events);
  return events.length;
}

let server: Server;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

beforeAll(async () => {
  const metrics = createMetrics('billing');
  const newId = countingIds();
  const record = recordStripeEvent({
    webhooks: webhookReader({ secrets: [SECRET], isLive: false, clock: realMachineClock }),
    inbox: { keep },
    signsOfLife: { heard: async () => undefined },
    onKept: () => undefined,
  });
  const webhooks = { recordStripeEvent: record, metrics, newId };
  const app = createHttpApp({
    ...webhooks,
    authenticate: async () => ({ kind: 'nobody' }) as never,
    logger: createLogger('billing', 'silent'),
    routes: [],
    rawRoutes: [stripeWebhookRoutes(webhooks)],
    statusOf,
    openapi: {},
    readiness: {},
  });
  server = createServer(webhookDoor(webhooks, app)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  agent.destroy();
  server.close();
});

/** The status; 0 where the connection was cut before an answer. */
const statusFor = ({ body, headers }: Sent): Promise<number> =>
  new Promise((resolve) => {
    const { port } = server.address() as AddressInfo;
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        agent,
        method: 'POST',
        path: '/webhooks/stripe',
        headers: { ...headers, 'content-length': body.length },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.on('error', () => resolve(0));
    sent.end(body);
  });

const LANES = 8;
const CHUNK = 1_000;

/** Statuses that `check` refuses are shown with what was sent. */
async function run(
  arbitrary: fc.Arbitrary<Sent>,
  cases: number,
  check: (status: number) => boolean,
): Promise<void> {
  for (let from = 0; from < cases; from += CHUNK) {
    const sample = fc.sample(arbitrary, { numRuns: Math.min(CHUNK, cases - from), seed: SEED + from });
    const lane = async (number: number): Promise<void> => {
      for (let at = number; at < sample.length; at += LANES) {
        const status = await statusFor(sample[at]!);
        if (!check(status)) expect.fail(`${status}: ${JSON.stringify(sample[at])}`);
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
  }
}

/** What is held and not merely not collected yet. */
function heldMiB(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

test(`of ${CASES} deliveries that nobody signed none is kept, none breaks anything, and nothing stays behind`, async () => {
  const isRefused = (status: number): boolean => status !== 200 && status < 500 && kept.length === 0;
  await run(unsigned, CASES / 2, isRefused);
  const before = heldMiB();
  await run(unsigned, CASES / 2, isRefused);
  expect(heldMiB() - before).toBeLessThan(LEFT_MIB);
}, 600_000);

test('signed rubbish is refused or kept, and breaks nothing', async () => {
  await run(signedOnes, CASES / 10, (status) => status < 500);
});

test('what could not be kept is not answered as kept, so that Stripe sends it again', async () => {
  const event = anEvent();
  isDatabaseAway = true;
  const status = await statusFor(withSignature(event, signature(event)));
  isDatabaseAway = false;
  expect(status).toBe(500);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { billing, content } from '@gatefold/api';
import { newId } from '@gatefold/service-kit';
import { untilAlive } from './outages.ts';
import type { Press, Who } from './press.ts';
import type { Program } from './program.ts';
import type { World } from './world.ts';

type Ground = { readonly world: World; readonly press: Press };
/** Without a reason, any counts. */
type Expected = Readonly<Record<Who, readonly [granted: boolean, reason?: string]>>;

/** Something that is down, and who reads meanwhile. What is struck is mended by what `strike` answers with. */
export type FailureRow = {
  readonly down: string;
  readonly expected: Expected;
  /** Who is asked with the pass that content signed for them before. */
  readonly shows: boolean;
  /** Where this world has it. */
  readonly isThere?: (world: World) => boolean;
  strike(ground: Ground): Promise<() => Promise<unknown>>;
  /** What else is promised while it is down; says what is wrong. */
  readonly also?: (ground: Ground) => Promise<readonly string[]>;
};

const visitor = [false, 'not-signed-in'] as const;
const payer = [true, 'subscription'] as const;
const asEver: Expected = { visitor, payer, ended: [false, 'ended'] };
const bySilence: Expected = { visitor, payer, ended: [false, 'unknown'] };
/** Entitlement answers as long as it has all in memory, and content by itself where it has not yet. */
const byMemoryOrSilence: Expected = { visitor, payer, ended: [false] };
const nobodyKnown: Expected = { visitor, payer: [false, 'unknown'], ended: [false, 'unknown'] };
const everyone = [true, 'goodwill'] as const;

/** The failure policy of readers, row by row, on real processes. */
export const failureRows: readonly FailureRow[] = [
  { down: 'nothing', expected: asEver, shows: false, strike: async () => async () => undefined },
  {
    down: 'entitlement',
    expected: bySilence,
    shows: false,
    strike: ({ world }) => stopped(world.entitlement),
    also: async (ground) => courtesyFaults(ground),
  },
  {
    down: 'entitlement, and content has forgotten everybody, who show what was signed for them',
    expected: bySilence,
    shows: true,
    strike: ({ world, press }) => stoppedAndForgotten(world, press),
  },
  {
    down: 'entitlement, with neither memory nor cookie',
    expected: nobodyKnown,
    shows: false,
    strike: ({ world, press }) => stoppedAndForgotten(world, press),
    also: openAllFaults,
  },
  {
    down: 'the database of entitlement',
    expected: byMemoryOrSilence,
    shows: true,
    strike: ({ world }) => databaseAway(world, 'entitlement', [world.entitlement]),
  },
  {
    down: 'the database of content',
    expected: asEver,
    shows: false,
    strike: ({ world, press }) => databaseAway(world, 'content', [press.program]),
  },
  {
    down: 'the database of billing',
    expected: asEver,
    shows: false,
    strike: ({ world }) => databaseAway(world, 'billing', [world.billing]),
    also: nothingBoughtFaults,
  },
  {
    down: 'billing',
    expected: asEver,
    shows: false,
    strike: ({ world }) => stopped(world.billing),
  },
  // What one service signs is over before it comes to a clock that is ahead.
  clockOff(300, bySilence),
  clockOff(-300, asEver),
  {
    down: 'Kafka',
    expected: asEver,
    shows: false,
    isThere: ({ brokers }) => brokers !== null,
    async strike({ world }) {
      await world.brokers?.kill();
      return async () => {
        await world.brokers?.restart();
        await Promise.all([world.billing, world.entitlement].map(untilAlive));
      };
    },
  },
];

function clockOff(seconds: number, expected: Expected): FailureRow {
  return {
    down: `the clock of entitlement’s machine, ${seconds} s ahead,`,
    expected,
    shows: false,
    async strike({ world: { entitlement } }) {
      await entitlement.stop();
      await entitlement.start(skewedBy(seconds), '/healthz');
      return () => again(entitlement);
    },
    also: async ({ world }) => poolFaults(world.entitlement),
  };
}

/** A process whose machine has another time leaves the pool, for that reason alone. */
async function poolFaults({ url }: Program): Promise<readonly string[]> {
  let failing = '';
  for (let tries = 0; tries < 100; tries += 1) {
    const response = await fetch(`${url}/readyz`);
    failing = ((await response.json()) as { failing: string[] }).failing.join();
    if (failing === 'machine-clock') return [];
    await sleep(50);
  }
  return [`it is not ready because of ${failing || 'nothing'}`];
}

/** Who is wrongly let in or kept out, once for each kind of reader. */
export async function readingFaults({ press }: Ground, { expected, shows }: FailureRow, passes: Passes) {
  const all = Object.entries(expected) as [Who, Expected[Who]][];
  const faults = await Promise.all(
    all.map(async ([who, should]) => {
      const { outcome } = await press.read(who, shows ? passes[who] : null);
      return String(outcome.slice(0, should.length)) === String(should)
        ? []
        : [`${who}: ${outcome.join()} and not ${should.join()}`];
    }),
  );
  return faults.flat();
}

export type Passes = Readonly<Record<Who, string | null>>;

/** Everybody reads once while all is well, and keeps what is signed for them. */
export async function passesOf(press: Press): Promise<Passes> {
  const read = async (who: Who) => (await press.read(who)).pass;
  return { visitor: await read('visitor'), payer: await read('payer'), ended: await read('ended') };
}

/** In order, so that nobody has to wait for its leases when it is back. */
async function stopped(program: Program): Promise<() => Promise<unknown>> {
  await program.stop();
  return () => again(program);
}

async function again(program: Program): Promise<void> {
  await program.stop();
  await program.start();
}

async function stoppedAndForgotten(world: World, { program }: Press): Promise<() => Promise<unknown>> {
  const mend = await stopped(world.entitlement);
  await again(program);
  return mend;
}

/** Nobody is let into one database, and who is in is thrown out; the others on the server go on. */
async function databaseAway(
  { server }: World,
  name: string,
  dependants: readonly Program[],
): Promise<() => Promise<unknown>> {
  await server.lock(name, true);
  return async () => {
    await server.lock(name, false);
    await Promise.all(dependants.map(untilAlive));
  };
}

const skewedBy = (seconds: number): Record<string, string> => ({
  CLOCK_SKEW_SECONDS: String(seconds),
  NODE_OPTIONS: `--import=${new URL('skewed-clock.mjs', import.meta.url).href}`,
});

/** One who has paid a moment ago, of whom nobody can have heard, reads for a quarter of an hour by Stripe’s word. */
async function courtesyFaults({ press }: Ground): Promise<readonly string[]> {
  const { ended: reader } = press.readers;
  const { pass } = await press.asService.call(content.courtesyPass, {
    body: { reader, publication: 'meridian' },
  });
  const { outcome } = await press.read('ended', pass);
  return outcome[0] ? [] : [`no courtesy: ${outcome.join()}`];
}

/** Two people of staff, and not one, open the paper to everyone. */
async function openAllFaults({ press }: Ground): Promise<readonly string[]> {
  const [first, second] = press.asStaff;
  const { id } = await first!.call(content.askOpenAll, { body: { reason: 'nobody can be asked' } });
  await first!.call(content.approveOpenAll, { params: { id } }).catch(() => undefined);
  await sleep(2_100);
  const alone = (await press.read('visitor')).outcome;
  await second!.call(content.approveOpenAll, { params: { id } });
  const both = await Promise.all((['visitor', 'payer', 'ended'] as const).map((who) => press.read(who)));
  await first!.call(content.closeOpenAll, { params: { id } });
  return [
    ...(String(alone) === String(visitor) ? [] : [`one alone: ${alone.join()}`]),
    ...both.flatMap(({ outcome }) =>
      String(outcome) === String(everyone) ? [] : [`both: ${outcome.join()}`],
    ),
  ];
}

/** Nothing is sold that could not be kept, and Stripe is told to send again. */
async function nothingBoughtFaults({ world, press }: Ground): Promise<readonly string[]> {
  const payload = await someEvent(world);
  const signature = await world.stripe.webhooks.generateTestHeaderStringAsync({
    payload,
    secret: world.secrets.webhookSecret,
  });
  const webhook = await fetch(`${world.billing.url}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    body: payload,
  });
  const { key: offer, consent } = press.offer;
  const sold = await world.toBilling
    .call(billing.startCheckout, {
      idempotencyKey: newId(),
      body: {
        readerId: newId(),
        offer,
        returnTo: '/',
        consent: { version: consent.version, accepted: true },
      },
    })
    .then(
      () => ['something was sold'],
      () => [],
    );
  return [...(webhook.status >= 500 ? [] : [`a webhook was answered ${webhook.status}`]), ...sold];
}

/** One that Stripe sends, as it sends it. */
async function someEvent({ stripe }: World): Promise<string> {
  const { data } = await stripe.events.list({ limit: 1 });
  return JSON.stringify(data[0]);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Bench } from '../bench.ts';
import { playLoad } from '../entitlement/http-load.ts';
import { startServer, type Server } from '../entitlement/servers.ts';
import type { Figure, Outcome } from '../figure.ts';
import { MOST_NOISE } from '../interleave.ts';
import { iqr, median, restlessness } from '../statistics.ts';
import { start } from './cold.ts';
import { lifetime } from './lifetime.ts';

const MAIN = '../../../apps/stripe-simulator/src/main.ts';
const CONNECTIONS = 16;
const KEY = 'authorization: Bearer sk_sim_bench';

type Round = Readonly<Record<'bare' | 'read' | 'create', number>>;

/**
 * The simulator as `npm run simulator` starts it, with its state in a file: reads and creations against a bare
 * `node:http` that sends the same bytes, its start, and subscribers on the offer through fourteen months.
 */
export const simulator: Bench = {
  name: 'simulator',
  says: 'reads (S1), creations (S2) and 10,000 subscribers through 14 months (S3)',
  needs: 'nothing',
  async run(setting): Promise<Outcome & { events?: string }> {
    const folder = mkdtempSync(path.join(tmpdir(), 'gatefold-simulator-'));
    try {
      const { rounds, noise } = await throughput(folder, setting);
      const figures = [
        ...shares(rounds),
        ...(await start(folder, setting)),
        ...(await lifetime(folder, setting)),
      ];
      if (noise <= MOST_NOISE) return { verdict: 'measured', figures, notes: [], events: 'none' };
      const why = `bare node:http wandered by ${Math.round(noise * 100)} %`;
      return { verdict: 'inconclusive', why, figures };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function throughput(folder: string, { quick, say }: { quick: boolean; say: (line: string) => void }) {
  const env = { DATABASE_FILE: path.join(folder, 'throughput.sqlite'), LOG_LEVEL: 'error' };
  const isReady = (url: string) => fetch(`${url}/healthz`).then(({ ok }) => ok);
  const sim = await startServer({ script: MAIN, env, isReady });
  const customer = await oneCustomer(sim);
  const bare = await startServer({ script: 'bare-server.ts', env: { BODY: customer.body }, isReady });
  const rounds: Round[] = [];
  try {
    for (let round = 0; round <= (quick ? 4 : 10); round += 1) {
      say(round === 0 ? 'warming up' : `round ${round}`);
      const measured = {
        bare: await perSecond(bare, [read(customer.id)]),
        read: await perSecond(sim, [read(customer.id)]),
        create: await perSecond(sim, [create]),
      };
      if (round > 0) rounds.push(measured);
    }
  } finally {
    await bare.stop();
    await sim.stop();
  }
  return { rounds, noise: restlessness(rounds.map(({ bare }) => bare)) };
}

async function oneCustomer({ port }: Server): Promise<{ id: string; body: string }> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/customers`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_sim_bench' },
    body: new URLSearchParams({ email: 'reader@readers.example', name: 'A Reader' }),
  });
  const body = await response.text();
  return { id: (JSON.parse(body) as { id: string }).id, body };
}

const read = (id: string): Buffer =>
  Buffer.from(`GET /v1/customers/${id} HTTP/1.1\r\nhost: 127.0.0.1\r\n${KEY}\r\n\r\n`);

const form = 'email=reader%40readers.example&name=A+Reader&metadata[paper]=meridian';
const create = Buffer.from(
  `POST /v1/customers HTTP/1.1\r\nhost: 127.0.0.1\r\n${KEY}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${form.length}\r\n\r\n${form}`,
);

async function perSecond({ port }: Server, requests: readonly Buffer[]): Promise<number> {
  const inspect = (_request: number, body: string): void => {
    if (!body.includes('"object": "customer"')) throw new Error(`not a customer: ${body.slice(0, 200)}`);
  };
  const load = { port, requests, connections: CONNECTIONS, milliseconds: 1_000, inspect };
  return (await playLoad(load)).perSecond;
}

function shares(rounds: readonly Round[]): Figure[] {
  const figure = (goal: string, values: readonly number[], about: Pick<Figure, 'bar' | 'unit'>): Figure => ({
    goal,
    value: median(values),
    iqr: iqr(values),
    samples: values.length,
    direction: 'min',
    ...about,
  });
  return [
    figure(
      'S1',
      rounds.map(({ read, bare }) => read / bare),
      { bar: 0.4, unit: 'x' },
    ),
    figure(
      'S2',
      rounds.map(({ create, bare }) => create / bare),
      { bar: 0.15, unit: 'x' },
    ),
    figure(
      'S1.per-second',
      rounds.map(({ read }) => read),
      { bar: null, unit: '/s' },
    ),
    figure(
      'S2.per-second',
      rounds.map(({ create }) => create),
      { bar: null, unit: '/s' },
    ),
  ];
}

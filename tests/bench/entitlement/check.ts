import type { Bench } from '../bench.ts';
import type { Figure, Outcome } from '../figure.ts';
import { MOST_NOISE } from '../interleave.ts';
import { iqr, median, quantile, restlessness } from '../statistics.ts';
import { playLoad } from './http-load.ts';
import { articleId, endOf, populated, readerId, zipf } from './population.ts';
import { startServer, type Server } from './servers.ts';
import { startService } from './service.ts';

const REQUESTS = 100_000;
const CONNECTIONS = 32;
const DENIED = 0.3;

type Round = { perSecond: number; p99: number; cpu: number };
type Contender = { readonly name: string; readonly server: Server; readonly rounds: Round[] };
type Asked = { readonly reader: number; readonly isPayer: boolean };

/**
 * `GET /v1/check` through the shipped service, service tokens and all, against a bare `node:http` that answers the
 * same number of bytes to everybody. Stock Express stands beside it.
 */
export const check: Bench = {
  name: 'check',
  says: 'an HTTP check as a share of bare node:http (G1)',
  needs: 'nothing',
  async run({ quick, say }): Promise<Outcome & { events?: string }> {
    const size = quick ? { readers: 100_000, articles: 20_000 } : { readers: 1_000_000, articles: 200_000 };
    say(`${size.readers} readers and ${size.articles} articles`);
    const service = await startService(populated({ ...size, ids: true }));
    const asked: Asked[] = [];
    const requests = Array.from({ length: REQUESTS }, () => requestOf(size, service.token, asked));
    const env = { BODY: await bodyOf(service) };
    const isReady = (url: string) => fetch(`${url}/v1/check`).then(({ ok }) => ok);
    const bare = await startServer({ script: 'bare-server.ts', env, isReady });
    const express = await startServer({ script: 'express-server.ts', env, isReady });
    const contenders: Contender[] = [
      { name: 'bare', server: bare, rounds: [] },
      { name: 'service', server: service, rounds: [] },
      { name: 'express', server: express, rounds: [] },
    ];
    try {
      for (let round = 0; round <= (quick ? 4 : 10); round += 1) {
        say(round === 0 ? 'warming up' : `round ${round}`);
        for (const contender of contenders.toSorted(() => Math.random() - 0.5)) {
          const measured = await playRound(contender, { requests, asked });
          if (round > 0) contender.rounds.push(measured);
        }
      }
      return { ...judge(contenders), events: 'postgres' };
    } finally {
      for (const { server } of contenders) await server.stop();
    }
  },
};

type Size = { readonly readers: number; readonly articles: number };

function requestOf({ readers, articles }: Size, token: string, asked: Asked[]): Buffer {
  const isPayer = Math.random() >= DENIED;
  const reader = zipf(readers, Math.random) + (isPayer ? 0 : readers);
  asked.push({ reader, isPayer });
  const article = articleId(zipf(articles, Math.random));
  return Buffer.from(
    `GET /v1/check?reader=${readerId(reader)}&article=${article}&publication=meridian HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n\r\n`,
  );
}

/** What a payer is answered, so that all servers send as much. */
async function bodyOf({ port, token }: Server & { token: string }): Promise<string> {
  const url = `http://127.0.0.1:${port}/v1/check?reader=${readerId(1)}&article=${articleId(1)}`;
  return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).text();
}

async function playRound(
  { name, server }: Contender,
  { requests, asked }: { requests: readonly Buffer[]; asked: readonly Asked[] },
): Promise<Round> {
  const inspect = (request: number, body: string, head: string): void => {
    if (name === 'service') checkTruth(asked[request]!, body, head);
  };
  const before = server.cpuMicroseconds();
  const load = await playLoad({
    port: server.port,
    requests,
    connections: CONNECTIONS,
    milliseconds: 1_000,
    inspect,
  });
  const cpu = (server.cpuMicroseconds() - before) / load.requests;
  return { perSecond: load.perSecond, p99: quantile(load.latencies, 0.99), cpu };
}

type Answer = { granted: boolean; reason: string; grant: { until: string } | null };

function checkTruth({ reader, isPayer }: Asked, body: string, head: string): void {
  const { granted, reason, grant } = JSON.parse(body) as Answer;
  const until = isPayer ? new Date(endOf(reader, 1)).toISOString() : null;
  if (
    granted !== isPayer ||
    reason !== (isPayer ? 'subscription' : 'no-plan') ||
    (grant?.until ?? null) !== until
  )
    throw new Error(`reader ${reader} was answered ${body}`);
  if (!/x-request-id: [^\r]*\./.test(head)) throw new Error('an answer did not come out of memory');
}

const AT_LEAST = { direction: 'min' } as const;
const AT_MOST = { direction: 'max' } as const;

function judge(contenders: readonly Contender[]): Outcome {
  const [bare, service, express] = contenders.map(({ rounds }) => rounds) as [Round[], Round[], Round[]];
  const figures = figuresOf({ bare, service, express });
  const noise = restlessness(bare.map(({ perSecond }) => perSecond));
  if (noise > MOST_NOISE) {
    const why = `bare node:http wandered by ${Math.round(noise * 100)} %`;
    return { verdict: 'inconclusive', why, figures };
  }
  const best = (rounds: readonly Round[]) => Math.min(...rounds.map(({ cpu }) => cpu)).toFixed(1);
  const note = `best round: ${best(service)} µs of the service's CPU a request, ${best(bare)} of bare node:http`;
  return { verdict: 'measured', figures, notes: [note] };
}

type Rounds = Readonly<Record<'bare' | 'service' | 'express', readonly Round[]>>;

function figuresOf({ bare, service, express }: Rounds): Figure[] {
  const shares = (rounds: readonly Round[], of: (round: Round) => number) =>
    rounds.map((round, index) => of(round) / of(bare[index]!));
  const figure = (
    goal: string,
    values: readonly number[],
    about: Pick<Figure, 'bar' | 'unit' | 'direction'>,
  ): Figure => ({ goal, value: median(values), iqr: iqr(values), samples: values.length, ...about });
  const perSecond = (round: Round) => round.perSecond;
  const cpu = (round: Round) => round.cpu;
  return [
    figure('G1', shares(service, perSecond), { bar: 0.8, unit: 'x', ...AT_LEAST }),
    figure(
      'G1.p99',
      shares(service, ({ p99 }) => p99),
      { bar: 1.5, unit: 'x', ...AT_MOST },
    ),
    figure('G1.cpu', shares(service, cpu), { bar: 1.25, unit: 'x', ...AT_MOST }),
    figure('G1.cpu-µs', service.map(cpu), { bar: null, unit: 'µs', ...AT_MOST }),
    figure('G1.bare-µs', bare.map(cpu), { bar: null, unit: 'µs', ...AT_MOST }),
    figure('G1.per-second', service.map(perSecond), { bar: null, unit: '/s', ...AT_LEAST }),
    figure('G1.express', shares(express, perSecond), { bar: null, unit: 'x', ...AT_LEAST }),
  ];
}

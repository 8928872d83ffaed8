import type { Bench } from '../bench.ts';
import type { Figure, Outcome } from '../figure.ts';
import { MOST_NOISE } from '../interleave.ts';
import { iqr, median, restlessness } from '../statistics.ts';
import { playLoad } from './http-load.ts';
import { articleId, endOf, populated, readerId, zipf } from './population.ts';
import { startServer, type Server } from './servers.ts';
import { startService } from './service.ts';

const REQUESTS = 4_000;
const CONNECTIONS = 16;
const QUESTIONS = 50;
const DENIED = 0.3;

type Asked = readonly { readonly reader: number; readonly isPayer: boolean }[];
type Round = { perSecond: number; cpu: number };

/** `POST /v1/check` with fifty questions through the shipped service. The core it runs on is its own. */
export const batch: Bench = {
  name: 'batch',
  says: 'checks a second and core in batches of fifty (G2)',
  needs: 'nothing',
  async run({ quick, say }): Promise<Outcome & { events?: string }> {
    const size = quick ? { readers: 100_000, articles: 20_000 } : { readers: 1_000_000, articles: 200_000 };
    say(`${size.readers} readers and ${size.articles} articles`);
    const service = await startService(populated({ ...size, ids: true }));
    const asked: Asked[] = [];
    const requests = Array.from({ length: REQUESTS }, () => requestOf(size, service.token, asked));
    const isReady = (url: string) => fetch(url).then(({ ok }) => ok);
    const bare = await startServer({ script: 'bare-server.ts', env: {}, isReady });
    const rounds: { service: Round; bare: Round }[] = [];
    try {
      for (let round = 0; round <= (quick ? 4 : 10); round += 1) {
        say(round === 0 ? 'warming up' : `round ${round}`);
        const measured = {
          bare: await play(bare, { requests, inspect: () => undefined }),
          service: await play(service, { requests, inspect: inspecting(asked) }),
        };
        if (round > 0) rounds.push(measured);
      }
      return { ...judge(rounds), events: 'postgres' };
    } finally {
      await service.stop();
      await bare.stop();
    }
  },
};

type Size = { readonly readers: number; readonly articles: number };

function requestOf({ readers, articles }: Size, token: string, asked: Asked[]): Buffer {
  const batchAsked = Array.from({ length: QUESTIONS }, () => {
    const isPayer = Math.random() >= DENIED;
    return { reader: zipf(readers, Math.random) + (isPayer ? 0 : readers), isPayer };
  });
  asked.push(batchAsked);
  const questions = batchAsked.map(({ reader }) => ({
    reader: readerId(reader),
    article: articleId(zipf(articles, Math.random)),
  }));
  const body = JSON.stringify({ questions });
  return Buffer.from(
    `POST /v1/check HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
}

type Inspect = Parameters<typeof playLoad>[0]['inspect'];

async function play(
  server: Server,
  { requests, inspect }: { requests: readonly Buffer[]; inspect: Inspect },
): Promise<Round> {
  const before = server.cpuMicroseconds();
  const { port } = server;
  const load = await playLoad({ port, requests, connections: CONNECTIONS, milliseconds: 1_000, inspect });
  const cpu = (server.cpuMicroseconds() - before) / load.requests;
  return { perSecond: load.perSecond * QUESTIONS, cpu };
}

type Answers = { answers: { granted: boolean; reason: string; grant: { until: string } | null }[] };

/** Every answer of a batch that is looked at, against what its number says. */
const inspecting =
  (asked: readonly Asked[]): Inspect =>
  (request, body, head) => {
    const { answers } = JSON.parse(body) as Answers;
    for (const [index, { reader, isPayer }] of asked[request]!.entries()) {
      const { granted, reason, grant } = answers[index]!;
      const until = isPayer ? new Date(endOf(reader, 1)).toISOString() : null;
      const isRight = granted === isPayer && reason === (isPayer ? 'subscription' : 'no-plan');
      if (!isRight || (grant?.until ?? null) !== until)
        throw new Error(`reader ${reader} was answered ${JSON.stringify(answers[index])}`);
    }
    if (!/x-request-id: [^\r]*\./.test(head)) throw new Error('a batch did not come out of memory');
  };

function judge(rounds: readonly { service: Round; bare: Round }[]): Outcome {
  const figure = (
    goal: string,
    values: readonly number[],
    about: Pick<Figure, 'bar' | 'unit' | 'direction'>,
  ): Figure => ({ goal, value: median(values), iqr: iqr(values), samples: values.length, ...about });
  const cpu = rounds.map(({ service }) => service.cpu / QUESTIONS);
  const figures = [
    figure(
      'G2.per-core',
      cpu.map((microseconds) => 1_000_000 / microseconds),
      { bar: 1_000_000, unit: '/s', direction: 'min' },
    ),
    figure('G2.cpu', cpu, { bar: 1, unit: 'µs', direction: 'max' }),
    figure(
      'G2.per-second',
      rounds.map(({ service }) => service.perSecond),
      { bar: null, unit: '/s', direction: 'min' },
    ),
    figure(
      'G2.bare-µs',
      rounds.map(({ bare }) => bare.cpu),
      { bar: null, unit: 'µs', direction: 'max' },
    ),
  ];
  const noise = restlessness(rounds.map(({ bare }) => bare.perSecond));
  if (noise > MOST_NOISE)
    return {
      verdict: 'inconclusive',
      why: `bare node:http wandered by ${Math.round(noise * 100)} %`,
      figures,
    };
  const best = Math.min(...cpu).toFixed(2);
  return { verdict: 'measured', figures, notes: [`best round: ${best} µs of the service's CPU a check`] };
}

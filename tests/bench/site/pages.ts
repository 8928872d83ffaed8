import type { Bench } from '../bench.ts';
import { sendAll } from '../entitlement/http-load.ts';
import type { Server } from '../entitlement/servers.ts';
import type { Figure, Outcome } from '../figure.ts';
import { MOST_NOISE } from '../interleave.ts';
import { iqr, median, restlessness } from '../statistics.ts';
import { play, startContenders, type Contender, type Contenders, type Round } from './contenders.ts';
import { gatedAnswers } from './denied.ts';
import { asGuest, asReader, everyReader, type Size } from './readers.ts';
import { look, scriptsOf, weightOf, type Seen } from './screen.ts';
import { startShippedSite } from './shipped-site.ts';

const CONNECTIONS = 32;

const FULL = {
  size: { articles: 1_000, payers: 70_000, others: 30_000 },
  ...{ looks: 7, rounds: 10, denied: 10_000 },
};
const QUICK = { size: { articles: 200, payers: 7_000, others: 3_000 }, looks: 3, rounds: 4, denied: 2_000 };

/**
 * An article's page through the shipped site, sessions, passes, decisions and all, against a bare `node:http` that sends
 * as many bytes under the same headers; and against Express that fills a template for each request.
 */
export const pages: Bench = {
  name: 'pages',
  says: 'an article’s page as a share of a static buffer (G14, G15), nothing gated in denied answers, paint and weight',
  needs: 'nothing',
  async run({ quick, say }): Promise<Outcome & { events?: string }> {
    const { size, looks, rounds, denied } = quick ? QUICK : FULL;
    say(`${size.articles} articles and ${size.payers + size.others} readers, of whom ${size.payers} pay`);
    const site = await startShippedSite(size);
    const url = `http://127.0.0.1:${site.port}`;
    const started: Server[] = [site];
    try {
      say('every page is made once');
      const etags = await makeAll(site, size);
      say('a phone looks');
      const seen = await look(`${url}/articles/story-1`, looks);
      const page = await weightOf(`${url}/articles/story-1`);
      const script = await scriptsOf(url, { n: 1, payers: size.payers });
      say('every reader comes once');
      const readers = everyReader(size);
      await sendAll({ port: site.port, requests: readers.requests, connections: CONNECTIONS });
      const contenders = await startContenders({ site, size, readers, etags, started });
      for (let round = 0; round <= rounds; round += 1) {
        say(round === 0 ? 'warming up' : `round ${round}`);
        for (const contender of Object.values(contenders).toSorted(() => Math.random() - 0.5)) {
          const measured = await play(contender);
          if (round > 0) contender.rounds.push(measured);
        }
      }
      say(`${denied} times those who may not read`);
      const { answers, gated } = await gatedAnswers(url, size, denied);
      if (gated > 0)
        return { verdict: 'void', why: `${gated} of ${answers} denied answers held what is gated` };
      return { ...judge(contenders, { seen, weights: { page, script }, answers }), events: 'postgres' };
    } finally {
      for (const server of started.toReversed()) await server.stop();
    }
  },
};

/** Each variant of each article, twice, since the first ones change what pages are made of. Returns the tags of the walls. */
async function makeAll({ port }: Server, { articles, payers }: Size): Promise<string[]> {
  const numbers = Array.from({ length: articles }, (_, article) => article);
  const requests = numbers.flatMap((article) => [
    asGuest(article),
    asReader(article, { n: 1, payers }),
    asReader(article, { n: payers + 1, payers }),
  ]);
  for (let time = 0; time < 2; time += 1) await sendAll({ port, requests, connections: 4 });
  return Promise.all(
    numbers.map(async (article) => {
      const response = await fetch(`http://127.0.0.1:${port}/articles/story-${article}`);
      await response.text();
      const [tag, keeping] = ['etag', 'cache-control'].map((name) => response.headers.get(name) ?? '');
      if (tag === '' || !/^public,.*s-maxage=/.test(keeping!)) throw new Error('a wall that nobody may keep');
      return tag!;
    }),
  );
}

type Looked = {
  readonly seen: readonly Seen[];
  readonly weights: { readonly page: number; readonly script: number };
  readonly answers: number;
};

function judge(contenders: Contenders, { seen, weights, answers }: Looked): Outcome {
  const { bare, site, templates, bareGuests, guests } = contenders;
  const shares = (of: Contender, by: Contender, what: keyof Round) =>
    of.rounds.map((round, index) => round[what] / by.rounds[index]![what]);
  const cpu = ({ rounds }: Contender) => rounds.map((round) => round.cpu);
  const perSecond = ({ rounds }: Contender) => rounds.map((round) => round.perSecond);
  const figures = [
    figure('G14', shares(site, bare, 'perSecond'), { bar: 0.75, unit: 'x', direction: 'min' }),
    figure('G14.express', shares(site, templates, 'perSecond'), { bar: 5, unit: 'x', direction: 'min' }),
    figure('G14.per-second', perSecond(site), { bar: null, unit: '/s', direction: 'min' }),
    figure('G14.cpu-µs', cpu(site), { bar: null, unit: 'µs', direction: 'max' }),
    figure('G14.bare-µs', cpu(bare), { bar: null, unit: 'µs', direction: 'max' }),
    figure('G14.express-µs', cpu(templates), { bar: null, unit: 'µs', direction: 'max' }),
    figure('G15', shares(guests, bareGuests, 'perSecond'), { bar: 0.9, unit: 'x', direction: 'min' }),
    figure('G15.cpu-µs', cpu(guests), { bar: null, unit: 'µs', direction: 'max' }),
    figure('G15.bare-µs', cpu(bareGuests), { bar: null, unit: 'µs', direction: 'max' }),
    figure('G15.gated', [0], { bar: 0, unit: `of ${answers}`, direction: 'max' }),
    figure(
      'pages.paint',
      seen.map(({ largestPaint }) => largestPaint / 1_000),
      { bar: 1.2, unit: 's', direction: 'max' },
    ),
    figure(
      'pages.shift',
      seen.map(({ shift }) => shift),
      { bar: 0, unit: '', direction: 'max' },
    ),
    figure('pages.weight', [weights.page / 1_000], { bar: 100, unit: 'kB', direction: 'max' }),
    figure('pages.account-script', [weights.script / 1_000], { bar: 150, unit: 'kB', direction: 'max' }),
  ];
  const noise = Math.max(restlessness(perSecond(bare)), restlessness(perSecond(bareGuests)));
  if (noise <= MOST_NOISE) return { verdict: 'measured', figures, notes: [] };
  const why = `bare node:http wandered by ${Math.round(noise * 100)} %`;
  return { verdict: 'inconclusive', why, figures };
}

const figure = (
  goal: string,
  values: readonly number[],
  about: Pick<Figure, 'bar' | 'unit' | 'direction'>,
): Figure => ({ goal, value: median(values), iqr: iqr(values), samples: values.length, ...about });

import path from 'node:path';
import { billing, content, createClient } from '@gatefold/api';
import { newId } from '@gatefold/service-kit';
import { migrationsOf } from '@gatefold/test-kit';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { postgresDesk } from '../../apps/content/src/adapters/postgres/desk.ts';
import { savePaper } from '../../apps/content/src/adapters/postgres/paper.ts';
import { aCanaryArticle } from '../../apps/content/test/canaries.ts';
import { startKeys } from '../../apps/content/test/keys.ts';
import { freePorts } from '../../infra/process/free-port.mjs';
import { developmentToken, publicJwks } from '../../infra/stack/src/secrets.ts';
import { cards } from '../simulator/control.ts';
import type { Life } from './life.ts';
import { createProgram } from './program.ts';
import { surroundings, type World } from './world.ts';

const SLUG = 'gated';
const PUBLISHED_AT = new Date('2026-01-01T06:00:00Z');
/** By then one who has cancelled in the first four weeks has none left, and one who has not has paid again. */
const DAYS_UNTIL_AN_END = 30;

export type Who = 'visitor' | 'payer' | 'ended';
/** What content signed for a reader, if it did. */
type Read = { readonly outcome: readonly [granted: boolean, reason: string]; readonly pass: string | null };

/** Content as a process in a world that is there already, with one article for those who pay, and who reads it. */
export async function openPress(world: World, life: Life) {
  const [keys, [port = 0], url] = await Promise.all([
    startKeys(),
    freePorts(1) as Promise<number[]>,
    world.server.createDatabase(
      'content',
      migrationsOf('content').map((file) => readFileSync(file, 'utf8')),
    ),
  ]);
  const program = createProgram({
    app: 'content',
    env: { ...surroundings(), ...envOf(world, { port, url, identityUrl: keys.url }) },
    url: `http://127.0.0.1:${port}`,
    logFile: path.join(world.folder, 'logs', 'content.log'),
  });
  await publish(url);
  await program.start();
  const readers = await readersOf(life);
  const { data: offers } = await world.toBilling.call(billing.listOffers);
  const [token, staff] = await Promise.all([
    developmentToken(world.secrets),
    Promise.all(
      [1, 2].map(() => keys.readerToken({ readerId: newId(), role: 'editor', secondsToLive: 3_600 })),
    ),
  ]);
  const clientBy = (bearer: string) =>
    createClient({ baseUrl: program.url, token: async () => bearer, timeoutMs: 10_000 });

  return {
    program,
    readers,
    offer: offers[0]!,
    /** As a service of the house, and as two people of staff. */
    asService: clientBy(token),
    asStaff: staff.map(clientBy),
    /** The article as this reader sees it, who may show what was signed before. */
    async read(who: Who, pass: string | null = null): Promise<Read> {
      const query = pass === null ? '' : `?pass=${pass}`;
      const bearer = who === 'visitor' ? null : await keys.readerToken({ readerId: readers[who] });
      const headers: Record<string, string> = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
      const response = await fetch(`${program.url}/v1/articles/${SLUG}${query}`, { headers });
      if (!response.ok) return { outcome: [false, `answered ${response.status}`], pass: null };
      const { access, body } = content.readArticle.answer.parse(await response.json());
      // Whoever is told that they may read has the text as well, and nobody else.
      if (access.granted !== (body !== undefined)) return { outcome: [!access.granted, 'text'], pass: null };
      return { outcome: [access.granted, access.reason], pass: access.pass ?? null };
    },
    async close(): Promise<void> {
      await program.kill();
      await keys.close();
    },
  };
}

export type Press = Awaited<ReturnType<typeof openPress>>;

type Place = { readonly port: number; readonly url: string; readonly identityUrl: string };

const envOf = (world: World, { port, url, identityUrl }: Place): Record<string, string> => ({
  PORT: String(port),
  DATABASE_URL: url,
  EVENTS: world.events,
  KAFKA_BROKERS: world.brokers?.addresses.join(',') ?? '',
  EVENTS_DATABASE_URL: world.server.url('events'),
  ENTITLEMENT_URL: world.entitlement.url,
  IDENTITY_URL: identityUrl,
  SERVICE_PRIVATE_JWK: JSON.stringify(world.secrets.privateJwks.content),
  SERVICE_JWKS: JSON.stringify(publicJwks(world.secrets)),
  HMAC_KEYS: world.secrets.hmacKeys,
  SIMULATOR_CLOCK_URL: world.simulator.url,
});

async function publish(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  await savePaper(pool, {
    publication: 'meridian',
    sections: [{ slug: 'harbour', name: 'Harbour', description: 'Ships.' }],
    authors: [{ slug: 'ines-okafor', name: 'Ines Okafor', beat: 'Harbour', bio: 'From the quays.' }],
    columns: [],
    pictures: [],
  });
  const clock = { kind: 'business', now: () => PUBLISHED_AT } as const;
  const desk = postgresDesk({ pool, clock, newId, epoch: 1, announced: () => undefined });
  const { manuscript } = aCanaryArticle({ slug: SLUG, rule: 'subscribers' });
  await desk.publish({ ...manuscript, publishedAt: PUBLISHED_AT });
  await pool.end();
}

/** One who pays and goes on paying, and one whose access has ended. */
async function readersOf(life: Life): Promise<Readonly<Record<'payer' | 'ended', string>>> {
  const [payer, ended] = [await life.buyApart(cards.good), await life.buyApart(cards.good)];
  await life.turn(1);
  await life.cancel(ended);
  await life.turn(DAYS_UNTIL_AN_END);
  return { payer: payer.readerId, ended: ended.readerId };
}

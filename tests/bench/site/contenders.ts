import { playLoad } from '../entitlement/http-load.ts';
import { startServer, type Server } from '../entitlement/servers.ts';
import { asGuest, cookieOf, type Asked, type Size } from './readers.ts';
import { isFromKept } from './shipped-site.ts';
import { CANARY } from './stand-ins.ts';

const CONNECTIONS = 32;
const MILLISECONDS = 1_000;

/** Answers a second, and the server's own time for each in µs. */
export type Round = { readonly perSecond: number; readonly cpu: number };

export type Contender = {
  readonly server: Server;
  readonly requests: readonly Buffer[];
  readonly inspect: (request: number, body: string, head: string) => void;
  readonly rounds: Round[];
};

/** Readers with sessions, against a static buffer and against templates; guests with tags, against the same buffer. */
export type Contenders = Readonly<Record<'site' | 'bare' | 'templates' | 'guests' | 'bareGuests', Contender>>;

type Started = {
  readonly site: Server;
  readonly size: Size;
  readonly readers: { readonly requests: readonly Buffer[]; readonly asked: readonly Asked[] };
  /** Of the walls. */
  readonly etags: readonly string[];
  /** For whoever stops them. */
  readonly started: Server[];
};

export async function startContenders(given: Started): Promise<Contenders> {
  const { site, size, readers, etags, started } = given;
  const pages = await pagesOf(`http://127.0.0.1:${site.port}`, size);
  const start = async (script: string, { headers, length }: Page): Promise<Server> => {
    const env = { HEADERS: JSON.stringify(headers), LENGTH: String(length) };
    const isReady = async (url: string) => (await fetch(`${url}/articles/story-1`)).ok;
    const server = await startServer({ script: `../site/${script}`, env, isReady });
    started.push(server);
    return server;
  };
  const bare = await start('static-server.ts', pages.readers);
  const bareWalls = await start('static-server.ts', pages.guests);
  const templates = await start('template-server.ts', pages.readers);
  // Every second one has it already.
  const guestsOf = (tagOf: (article: number) => string): Buffer[] =>
    etags.flatMap((_, article) => [asGuest(article), asGuest(article, tagOf(article))]);
  const contender = (
    server: Server,
    requests: readonly Buffer[],
    inspect: Contender['inspect'] = () => undefined,
  ) => ({
    ...{ server, requests, inspect },
    rounds: [],
  });
  return {
    site: contender(site, readers.requests, (request, body, head) =>
      check(readers.asked[request]!, body, head),
    ),
    bare: contender(bare, readers.requests),
    templates: contender(templates, readers.requests),
    guests: contender(
      site,
      guestsOf((article) => etags[article]!),
      checkGuest,
    ),
    bareGuests: contender(
      bareWalls,
      guestsOf(() => '"static"'),
    ),
  };
}

type Page = { readonly headers: readonly string[]; readonly length: number };

const ofEachAnswer = new Set(['date', 'connection', 'keep-alive', 'x-request-id', 'etag', 'content-length']);

/** The headers of pages, and how long they are in the middle. */
async function pagesOf(url: string, { payers, others }: Size): Promise<{ readers: Page; guests: Page }> {
  const page = async (cookie: string | null): Promise<Page> => {
    const response = await fetch(`${url}/articles/story-1`, { headers: cookie === null ? {} : { cookie } });
    const headers = [...response.headers].flatMap(([name, value]) =>
      ofEachAnswer.has(name) ? [] : [name, value],
    );
    return { headers, length: Buffer.byteLength(await response.text()) };
  };
  const [whole, wall, guests] = [
    await page(cookieOf(1, payers)),
    await page(cookieOf(payers + 1, payers)),
    await page(null),
  ];
  const length = Math.round((whole.length * payers + wall.length * others) / (payers + others));
  return { readers: { headers: whole.headers, length }, guests };
}

/** A second of it. */
export async function play({ server, requests, inspect }: Contender): Promise<Round> {
  const load = { port: server.port, requests, inspect, connections: CONNECTIONS, milliseconds: MILLISECONDS };
  const before = server.cpuMicroseconds();
  const { perSecond, requests: count } = await playLoad({ ...load, mayBeUnchanged: true });
  return { perSecond, cpu: (server.cpuMicroseconds() - before) / count };
}

function check({ article, isPayer }: Asked, body: string, head: string): void {
  if (!isFromKept(head)) throw new Error('an answer that was made anew');
  if (body.includes(`${CANARY}${article}<`) !== isPayer)
    throw new Error(`story ${article} was given to the wrong one`);
}

/** The even ones bring no tag. */
function checkGuest(request: number, body: string, head: string): void {
  if (!isFromKept(head)) throw new Error('an answer that was made anew');
  const isUnchanged = head.startsWith('HTTP/1.1 304');
  if (isUnchanged !== (request % 2 === 1) || (body === '') !== isUnchanged || body.includes(CANARY))
    throw new Error(`guest ${request} was answered ${head.slice(0, 12)}`);
}

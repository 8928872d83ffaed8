import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoint } from '@gatefold/api';
import type { z } from 'zod';

export type Call = {
  readonly service: string;
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly token: string | null;
  readonly idempotencyKey: string | null;
  readonly forwardedFor: string | null;
};

/** `text` where the answer is no JSON. */
export type Reply = { readonly status?: number; readonly answer: unknown; readonly text?: string };
export type Handler = (call: Call) => Reply;

/** A problem, as a service answers it. */
export const problem = (status: number, code: string): Reply => ({
  status,
  answer: { code, title: code, status },
});

export type FakeService = {
  readonly url: string;
  readonly calls: Call[];
  /** Another answer for one operation, until the next `reset`. */
  answer(operation: string, handler: Handler): void;
  /** Refuses every connection's request, as a service that is away. */
  setAway(isAway: boolean): void;
  /** Answers nothing until the function that it gives is called. */
  hold(): () => void;
  reset(): void;
  close(): void;
};

const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 900"><rect width="1600" height="900" fill="#40545c"/><rect y="430" width="1600" height="470" fill="#8fa3a3"/><path d="M0 620 Q500 520 1600 640 V900 H0z" fill="#6f6250"/><circle cx="1180" cy="300" r="70" fill="#d9c9a8"/></svg>`;

const SITEMAP = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://meridian.example/articles/harbour-dredging-stalls</loc></url></urlset>`;
const FEED = `<feed xmlns="http://www.w3.org/2005/Atom"><title>The Meridian</title><entry><title>Harbour dredging stalls</title><summary>The dredger has been at anchor for eleven days.</summary></entry></feed>`;

type Definitions = Readonly<Record<string, Endpoint>>;

/**
 * A service that speaks its contract over real HTTP: what it is sent and what it answers must fit
 * the schemas in `@gatefold/api`, else it answers 500 and the test sees it.
 */
export async function startFake(
  service: string,
  definitions: Definitions,
  handlers: Readonly<Record<string, Handler>>,
): Promise<FakeService> {
  const calls: Call[] = [];
  const overrides = new Map<string, Handler>();
  let isAway = false;
  let held: Promise<void> = Promise.resolve();

  const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (isAway) return void req.socket.destroy();
    if (answersPlainly(req.url ?? '/', res)) return;
    await held;
    const { status = 200, answer, text } = await respond(req).catch(seen);
    res.writeHead(status, { 'content-type': 'application/json' }).end(text ?? JSON.stringify(answer));
  };
  const server = createServer((req, res) => void handle(req, res));

  const respond = async (req: IncomingMessage): Promise<Reply> => {
    const found = await match(service, definitions, req);
    if (found === null) return problem(404, 'route-not-found');
    const { endpoint, call } = found;
    calls.push(call);
    const handler = overrides.get(call.operation) ?? handlers[call.operation];
    if (handler === undefined) throw new Error(`no fake answer for ${call.operation}`);
    if (!fits(endpoint.body, call.body) || !fits(endpoint.query, call.query))
      return problem(400, 'invalid-input');
    const reply = handler(call);
    if ((reply.status ?? 200) < 300 && reply.text === undefined) endpoint.answer.parse(reply.answer);
    return reply;
  };

  return {
    url: await listen(server),
    calls,
    answer: (operation, handler) => void overrides.set(operation, handler),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    setAway: (away) => void (isAway = away),
    reset() {
      isAway = false;
      overrides.clear();
      calls.length = 0;
    },
    close: () => closeAtOnce(server),
  };
}

function closeAtOnce(server: Server): void {
  server.closeAllConnections();
  server.close();
}

/** A mistake of the test's own is an answer too, so that no page waits for it. */
const seen = (error: unknown): Reply => problem(500, `fake: ${String(error)}`);

/** Health, pictures, the feed and sitemaps: what is answered without an operation. */
function answersPlainly(url: string, res: ServerResponse): boolean {
  if (url === '/healthz') res.end('{"ok":true}');
  else if (url.startsWith('/media/')) res.setHeader('content-type', 'image/svg+xml').end(PICTURE);
  else if (url.startsWith('/feed.xml')) res.setHeader('content-type', 'application/atom+xml').end(FEED);
  else if (url.startsWith('/sitemap')) res.setHeader('content-type', 'application/xml').end(SITEMAP);
  else return false;
  return true;
}

const fits = (schema: z.ZodType | undefined, value: unknown): boolean =>
  schema === undefined || schema.safeParse(value).success;

async function match(service: string, definitions: Definitions, req: IncomingMessage) {
  const url = new URL(req.url ?? '/', 'http://fake');
  for (const [operation, endpoint] of Object.entries(definitions)) {
    const pattern = new RegExp(`^${endpoint.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const hit = pattern.exec(url.pathname);
    if (hit === null || endpoint.method.toUpperCase() !== req.method) continue;
    const params = Object.fromEntries(
      Object.entries(hit.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    return { endpoint, call: { service, operation, params, ...(await read(req, url)) } satisfies Call };
  }
  return null;
}

async function read(req: IncomingMessage, url: URL) {
  let text = '';
  for await (const chunk of req) text += String(chunk);
  const header = (name: string): string | null => req.headers[name]?.toString() ?? null;
  return {
    query: Object.fromEntries(url.searchParams),
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
    token: header('authorization')?.replace('Bearer ', '') ?? null,
    idempotencyKey: header('idempotency-key'),
    forwardedFor: header('x-forwarded-for'),
  };
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

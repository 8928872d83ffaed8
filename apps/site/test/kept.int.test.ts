import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { createMetrics } from '@gatefold/service-kit';
import { fakeBusinessClock, fakeMachineClock } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aPass, startAccess } from './access.ts';
import { article, canariesOf, pieces } from './paper.ts';
import { NOW, startSite, type Site } from './site.ts';
import { ada, aSubscription, newcomer } from './world.ts';

const clock = fakeBusinessClock(NOW);
const machineClock = fakeMachineClock();
const metrics = createMetrics('site');
let local: Awaited<ReturnType<typeof startAccess>>;
let site: Site;

beforeAll(async () => {
  local = await startAccess({ clock, machineClock });
  site = await startSite({ clock, machineClock, metrics, access: local.access });
});
afterAll(() => {
  site.close();
  local.close();
});
beforeEach(async () => {
  site.world.reset();
  machineClock.advance(3_600_000);
  await local.begin();
  site.world.content.answer('openNow', () => ({ answer: { isOpen } }));
  isOpen = false;
  paying = [ada.token];
  site.world.content.answer('readArticle', ({ params, token }) => {
    const asked = pieces.find(({ slug }) => slug === params['slug'])!;
    return { answer: article(asked, decided(asked, token)) };
  });
  local.tells.set(ada.id, [{}]);
  local.tells.set(newcomer.id, []);
  // What is asked behind the pages is there from the second page on.
  await guest('/articles/free-to-read');
  await guest('/articles/piece-1');
  await soon();
});

let isOpen = false;
let paying: readonly string[] = [ada.token];

/** What entitlement would say to content: only Ada has paid. */
function decided({ access }: (typeof pieces)[number], token: string | null) {
  if (access === 'free') return { granted: true, reason: 'free' };
  if (token === null) return { granted: false, reason: 'not-signed-in' };
  if (paying.includes(token)) return { granted: true, reason: 'subscription' };
  return { granted: false, reason: token === ada.token ? 'ended' : 'no-plan' };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 30));
const SLUG = 'harbour-dredging-stalls';
const PATH = `/articles/${SLUG}`;
const piece = pieces.find(({ slug }) => slug === SLUG)!;

type Answer = { status: number; headers: Record<string, string>; text: string };

/** Over a connection of its own, so that nothing is added to what is asked. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const asking = request(new URL(path, site.url), { method, headers, agent: false });
  asking.end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
  return { status: answer.statusCode ?? 0, headers: answer.headers as Record<string, string>, text };
}
const guest = (path = PATH, headers: Record<string, string> = {}) => get(path, headers);
const version = { of: 0 };
const as = (who: typeof ada | typeof newcomer, { pass = true, path = PATH } = {}) => {
  const token = aPass(who.id, { ver: version.of, now: machineClock.now() });
  const cookie = `gatefold_session=${who.session}${pass ? `; gatefold_pass=${token}` : ''}`;
  return get(path, { cookie });
};
const adaHolds = (...held: Parameters<typeof local.tells.set>[1]) =>
  void (version.of = local.tells.set(ada.id, held));

/** How often content was asked for an article while this was done. */
async function readsIn<T>(act: () => Promise<T>): Promise<[T, number]> {
  const before = site.world.calls('readArticle').length;
  const done = await act();
  return [done, site.world.calls('readArticle').length - before];
}
const reads = async (act: () => Promise<unknown>): Promise<number> => (await readsIn(act))[1];

const ownOfEach = ['x-request-id', 'date', 'connection', 'keep-alive'];
const same = ({ status, headers, text }: Answer) => ({
  status,
  text,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !ownOfEach.includes(name))),
});

describe('a kept page', () => {
  test.each([
    { who: 'a guest at the wall', ask: () => guest() },
    { who: 'a guest at what is free', ask: () => guest('/articles/free-to-read') },
    { who: 'a guest who reads German', ask: () => guest(PATH, { 'accept-language': 'de-AT,de;q=0.9' }) },
    { who: 'a subscriber', ask: () => as(ada) },
    { who: 'a reader without a plan', ask: () => as(newcomer, { pass: false }) },
  ])('is to the byte what $who would get without it, headers and all', async ({ ask }) => {
    adaHolds({});
    // What the first one in a language asks for changes what its pages are made of.
    await ask();
    const made = await ask();
    const [kept, asked] = await readsIn(ask);

    expect(asked).toBe(0);
    expect(made.status).toBe(200);
    expect(same(kept)).toEqual(same(made));
    expect(kept.headers['x-request-id']).not.toBe(made.headers['x-request-id']);
  });

  test('is never anybody else’s: each reason, language and sign-in has its own', async () => {
    adaHolds({});
    const [whole, wall, german, noPlan] = [
      await as(ada),
      await guest(),
      await guest(PATH, { 'accept-language': 'de' }),
      await as(newcomer, { pass: false }),
    ];
    for (const canary of canariesOf(piece)) {
      expect(whole.text).toContain(canary);
      for (const { text } of [wall, german, noPlan]) expect(text).not.toContain(canary);
    }
    expect(new Set([whole.text, wall.text, german.text, noPlan.text]).size).toBe(4);
    for (let round = 0; round < 2; round += 1) {
      expect((await as(ada)).text).toBe(whole.text);
      expect((await guest()).text).toBe(wall.text);
      expect((await guest(PATH, { 'accept-language': 'de' })).text).toBe(german.text);
      expect((await as(newcomer, { pass: false })).text).toBe(noPlan.text);
    }
  });

  test('of the whole text is gone with the grant, at the next request', async () => {
    adaHolds({});
    await as(ada);
    expect(await reads(() => as(ada))).toBe(0);
    paying = [];
    adaHolds();
    const { text } = await as(ada, { pass: false });
    for (const canary of canariesOf(piece)) expect(text).not.toContain(canary);
  });

  test('gives way to a changed article at the next request', async () => {
    await guest();
    site.world.content.answer('readArticle', () => ({
      answer: { ...article(piece, { granted: false, reason: 'not-signed-in' }), title: 'What it says now' },
    }));
    expect((await guest()).text).not.toContain('What it says now');
    local.tells.articles();
    expect((await guest()).text).toContain('What it says now');
  });

  test('ends with its grant, on the dot', async () => {
    adaHolds({});
    await as(ada);
    expect(await reads(() => as(ada))).toBe(0);
    clock.advance(86_400_000);
    expect(await reads(() => as(ada))).toBe(1);
    clock.advance(-86_400_000);
  });

  test('is sent once: whoever has it already hears that it is the same', async () => {
    const { headers } = await guest();
    const etag = headers['etag']!;
    const again = () => guest(PATH, { 'if-none-match': etag });
    const [kept, asked] = await readsIn(again);
    expect(asked).toBe(0);
    expect([kept.status, kept.text, kept.headers['etag']]).toEqual([304, '', etag]);
    expect((await guest(PATH, { 'if-none-match': '"another"' })).status).toBe(200);
    local.tells.articles();
    const made = await again();
    expect(same(made)).toEqual(same(kept));
  });

  test('of the whole text is told to content, which keeps what readers have read', async () => {
    site.world.content.answer('takeReads', () => ({ status: 202, answer: { taken: 1 } }));
    const told = () => site.workers.at(-1)!.stop();
    await told();
    const before = site.world.calls('takeReads').length;
    adaHolds({});
    await as(ada);
    await as(ada);
    await guest();
    await guest();
    await told();
    expect(
      site.world
        .calls('takeReads')
        .slice(before)
        .map(({ body }) => body),
    ).toEqual([{ data: [{ reader: ada.id, article: piece.id, at: clock.now().toISOString() }] }]);
  });

  test('is sent to one whose session had to be asked for, who is asked about once', async () => {
    adaHolds({});
    await as(ada);
    machineClock.advance(16_000);
    local.tells.set(newcomer.id, []);
    await guest('/articles/piece-1');
    await soon();
    const before = site.world.calls('currentSession').length;
    expect(await reads(() => as(ada))).toBe(0);
    expect(site.world.calls('currentSession')).toHaveLength(before + 1);
    machineClock.advance(16_000);
    await as(ada, { path: '/articles/piece-1' });
    expect(site.world.calls('currentSession')).toHaveLength(before + 2);
  });

  test('is counted', async () => {
    const said = async () =>
      Number(
        /kept_pages_answered_total\{status="200",granted="false".*\} (\d+)/.exec(
          await metrics.registry.metrics(),
        )?.[1],
      );
    await guest();
    const before = await said();
    await guest();
    expect((await said()) - before).toBe(1);
  });
});

describe('a page is made anew', () => {
  const plain = { cookie: `gatefold_session=${newcomer.session}` };
  test.each([
    { what: 'by HEAD', ask: () => get(PATH, {}, 'HEAD') },
    { what: 'with a query', ask: () => guest(`${PATH}?revision=1`) },
    { what: 'with a gift link', ask: () => guest(`${PATH}?gift=x`) },
    { what: 'with a body', ask: () => guest(PATH, { 'content-length': '0' }) },
    { what: 'with several tags', ask: () => guest(PATH, { 'if-none-match': '"a", "b"' }) },
    {
      what: 'with a session of which nothing is known',
      ask: () => guest(PATH, { cookie: 'gatefold_session=x' }),
    },
    {
      what: 'for one who may not read and brings a pass',
      ask: () =>
        guest(PATH, {
          cookie: `${plain.cookie}; gatefold_pass=${aPass(newcomer.id, { ver: 1, now: machineClock.now(), kind: 'courtesy' })}`,
        }),
    },
    { what: 'for one who may read and brings no pass', ask: () => as(ada, { pass: false }) },
  ])('$what', async ({ ask }) => {
    adaHolds({});
    await Promise.all([guest(), as(ada), as(newcomer, { pass: false })]);
    expect(await reads(ask)).toBe(1);
    expect(await reads(ask)).toBe(1);
  });

  test('for one whose pass is of an older set, or an hour old', async () => {
    adaHolds({});
    await as(ada);
    expect(await reads(() => as(ada))).toBe(0);
    const before = version.of;
    adaHolds({});
    version.of = before;
    expect(await reads(() => as(ada))).toBe(1);
  });

  test('for one whose payment is in trouble, who is told so', async () => {
    // Another one has read it, and the page is kept.
    paying = [ada.token, newcomer.token];
    version.of = local.tells.set(newcomer.id, [{}]);
    await as(newcomer);
    expect(await reads(() => as(newcomer))).toBe(0);
    adaHolds({ isUnpaid: true });
    site.world.holds(aSubscription({ standing: 'collecting', retryAt: '2026-11-27T12:00:00Z' }));
    for (let round = 0; round < 2; round += 1) {
      const [{ text }, asked] = await readsIn(() => as(ada));
      expect(asked).toBe(1);
      expect(text).toContain('role="status"');
    }
    adaHolds({});
    machineClock.advance(61_000);
    local.tells.articles();
    site.world.holds(aSubscription());
    expect((await as(ada)).text).not.toContain('role="status"');
  });

  test('where reading is counted', async () => {
    site.world.content.answer('readArticle', () => ({
      answer: { ...article(piece, { granted: false, reason: 'not-signed-in' }), isMetered: true },
    }));
    local.tells.articles();
    await guest();
    expect(await reads(guest)).toBe(1);
  });

  test('while the paper is open to everyone, which is heard within two seconds', async () => {
    await guest();
    isOpen = true;
    machineClock.advance(2_001);
    await guest();
    await soon();
    expect(await reads(guest)).toBe(1);
    expect(await reads(guest)).toBe(1);
  });

  test('while nothing is heard of entitlement', async () => {
    const free = () => guest('/articles/free-to-read');
    await free();
    expect(await reads(free)).toBe(0);
    machineClock.advance(29_000);
    expect(await reads(free)).toBe(0);
    machineClock.advance(1_000);
    expect(await reads(free)).toBe(1);
  });

  test('after five minutes by one, and for everybody on another day', async () => {
    await guest();
    for (let second = 0; second <= 300; second += 20) {
      machineClock.advance(20_000);
      local.tells.set(newcomer.id, []);
      await guest('/articles/piece-1');
      await soon();
    }
    expect(await reads(guest)).toBe(1);
    expect(await reads(guest)).toBe(0);
    clock.advance(7_200_000);
    expect(await reads(guest)).toBe(1);
    clock.advance(-7_200_000);
  });
});

describe('where an institution reads', () => {
  const networks = async (data: string[]) => {
    site.world.entitlement.answer('networks', () => ({ answer: { data, nextCursor: null } }));
    machineClock.advance(61_000);
    await local.begin();
    await guest('/articles/piece-1');
    await soon();
  };

  test('a wall is kept by no cache on the way, and here for those outside', async () => {
    await networks(['192.0.2.0/24']);
    const made = await guest();
    const [kept, asked] = await readsIn(guest);
    expect(made.headers['cache-control']).toBe('private, no-cache');
    expect(asked).toBe(0);
    expect(same(kept)).toEqual(same(made));
    expect((await guest('/articles/free-to-read')).headers['cache-control']).toContain('public');
    await networks([]);
    expect((await guest()).headers['cache-control']).toContain('public');
  });

  test('nobody inside gets what was kept for those outside', async () => {
    await networks(['127.0.0.0/8', '::1/128']);
    await guest();
    expect(await reads(guest)).toBe(1);
    expect(await reads(guest)).toBe(1);
    await networks([]);
  });
});

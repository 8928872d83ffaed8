import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSite, type Site } from './site.ts';

let site: Site;
/** The second paper under the other name of this computer, so that a plain fetch finds it. */
let signal: string;

beforeAll(async () => {
  const signalAt = (url: string) => (signal = url.replace('localhost', '127.0.0.1'));
  site = await startSite({ signalAt });
});
afterAll(() => site.close());
beforeEach(() => site.reset());

const page = async (url: string, init: RequestInit = {}) => {
  const answer = await fetch(url, { redirect: 'manual', ...init });
  return { answer, html: await answer.text() };
};
const styleIn = (html: string): string => /<link rel="stylesheet" href="([^"]+)"/.exec(html)?.[1] ?? '';

describe('a host', () => {
  test('has its paper: name, style, feed and the name that search engines are told', async () => {
    const [main, second] = [await page(`${site.url}/`), await page(`${signal}/`)];

    expect(main.html).toContain('<title>The Meridian:');
    expect(second.html).toContain('<title>The Signal:');
    expect(second.html).not.toContain('Meridian');
    expect(styleIn(second.html)).not.toBe(styleIn(main.html));
    expect((await page(`${signal}${styleIn(second.html)}`)).html).toContain('#00596b');

    const article = await page(`${signal}/articles/harbour-dredging-stalls`);
    expect(article.html).toContain('"publisher":{"@type":"NewsMediaOrganization","name":"The Signal"}');
    expect(article.html).toContain(`"mainEntityOfPage":"${signal}/articles/harbour-dredging-stalls"`);
  });

  test('asks content and billing for what is its own', async () => {
    await page(`${signal}/articles/harbour-dredging-stalls`);
    await page(`${signal}/search?q=buoy`);
    await page(`${signal}/`);

    const asked = (call: 'readArticle' | 'listArticles' | 'search' | 'listSections') =>
      new Set(site.world.calls(call).map(({ query }) => query['publication']));
    for (const call of ['readArticle', 'listArticles', 'search'] as const)
      expect(asked(call)).toEqual(new Set(['signal']));
    // Those of the other paper, which were asked for before, are asked for anew when they are old.
    expect(asked('listSections')).toContain('signal');
    expect((await page(`${signal}/offer`)).html).not.toContain('The Meridian');
  });

  test('keeps its pages apart from those of the others', async () => {
    const path = '/articles/harbour-dredging-stalls';
    for (let round = 0; round < 3; round += 1) {
      expect((await page(`${site.url}${path}`)).html).toContain('<a class="name" href="/">The Meridian</a>');
      expect((await page(`${signal}${path}`)).html).toContain('<a class="name" href="/">The Signal</a>');
    }
  });

  test('takes no form from another paper of the house', async () => {
    const send = (origin: string) =>
      page(`${signal}/language`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'language=de&returnTo=%2F',
      });

    expect((await send(new URL(site.url).origin)).answer.status).toBe(403);
    expect((await send(new URL(signal).origin)).answer.status).toBe(303);
  });

  test('that nobody knows has the main paper, and is led nowhere by what it claims', async () => {
    const { status, headers, html } = await ask('evil.example', '/account');

    expect(status).toBeGreaterThanOrEqual(300);
    expect(headers.get('location') ?? '/').toMatch(/^\/(?!\/)/);
    expect(html).not.toContain('evil.example');
    expect((await ask('evil.example', '/')).html).toContain('<title>The Meridian:');
    expect((await ask('evil.example', '/healthz')).status).toBe(200);
  });
});

/** Under a host of one's choice, which `fetch` does not let one say. */
function ask(host: string, path: string): Promise<{ status: number; headers: Headers; html: string }> {
  const { hostname, port } = new URL(site.url);
  return new Promise((resolve, reject) => {
    request({ host: hostname, port, path, headers: { host } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: new Headers(answer.headers as Record<string, string>),
          html: Buffer.concat(parts).toString(),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

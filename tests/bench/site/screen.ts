import { gzipSync } from 'node:zlib';
import { startBrowser, type Browser } from '@gatefold/test-kit/browser';
import { cookieOf } from './readers.ts';

export type Seen = { readonly largestPaint: number; readonly shift: number };

const VIEW = { width: 390, height: 844 };
/** A phone in the middle of a town: 9 Mb/s down, 60 ms there and back, a fourth of this machine. */
const NETWORK = { offline: false, latency: 60, downloadThroughput: 1_125_000, uploadThroughput: 375_000 };
const SLOWER = 4;

/** Opens a page that this browser has never seen, as a phone does, so many times. */
export async function look(url: string, times: number): Promise<Seen[]> {
  const browser = await startBrowser();
  try {
    const seen: Seen[] = [];
    for (let time = 0; time < times; time += 1) seen.push(await lookOnce(browser, url));
    return seen;
  } finally {
    await browser.close();
  }
}

/** For the browser: what it has kept of its paints and shifts. */
const WATCH = `new Promise((resolve) => {
  const found = { largestPaint: 0, shift: 0 };
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('largest-contentful-paint', ({ startTime }) => void (found.largestPaint = startTime));
  watch('layout-shift', ({ value }) => void (found.shift += value));
  setTimeout(() => resolve(found), 500);
})`;

async function lookOnce(browser: Browser, url: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: VIEW, deviceScaleFactor: 2, isMobile: true });
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await protocol.send('Network.emulateNetworkConditions', NETWORK);
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(url, { waitUntil: 'networkidle' });
  const seen = await page.evaluate<Seen>(WATCH);
  await context.close();
  if (seen.largestPaint === 0) throw new Error('nothing was painted');
  return seen;
}

const bytesOf = async (url: string): Promise<Buffer> => Buffer.from(await (await fetch(url)).arrayBuffer());

/** HTML and style sheets of a page as they are, in bytes. */
export async function weightOf(url: string): Promise<number> {
  const html = (await bytesOf(url)).toString('utf8');
  const sheets = [...html.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(
    ([, href]) => new URL(href!, url).href,
  );
  if (sheets.length === 0) throw new Error('a page without a style sheet');
  const sizes = await Promise.all(sheets.map(async (sheet) => (await bytesOf(sheet)).length));
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(html));
}

/** The scripts of the account page as they travel, in bytes. */
export async function scriptsOf(origin: string, reader: { n: number; payers: number }): Promise<number> {
  const response = await fetch(`${origin}/account`, {
    headers: { cookie: cookieOf(reader.n, reader.payers) },
  });
  const html = await response.text();
  if (response.status !== 200) throw new Error(`the account page is ${response.status}`);
  const scripts = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(
    ([, src]) => new URL(src!, origin).href,
  );
  const sizes = await Promise.all(scripts.map(async (script) => gzipSync(await bytesOf(script)).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

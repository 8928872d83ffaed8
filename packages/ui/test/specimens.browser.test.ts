import path from 'node:path';
import { accessibilityFaults, startBrowser, type Browser } from '@gatefold/test-kit/browser';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: ViteDevServer;
let browser: Browser;
let url: string;
beforeAll(async () => {
  const configFile = path.join(import.meta.dirname, '../specimens/vite.config.ts');
  server = await createServer({ configFile, logLevel: 'error', server: { port: 0 } });
  await server.listen();
  url = server.resolvedUrls?.local[0] ?? '';
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const looks = [
  { width: 1280, colorScheme: 'light' },
  { width: 320, colorScheme: 'light' },
  { width: 320, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'dark' },
] as const;

test.each(['meridian', 'signal'])(
  'each component in each state of the theme %s: nothing that axe can find, nothing sticks out',
  async (theme) => {
    const page = await browser.newPage();
    await page.goto(`${url}?theme=${theme}`);
    await page.getByRole('heading', { name: 'Facts and figures' }).waitFor();

    for (const { width, colorScheme } of looks) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });

      expect(await accessibilityFaults(page), `${width} ${colorScheme}`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await page.close();
  },
);

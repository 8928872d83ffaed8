import path from 'node:path';
import { accessibilityFaults, startBrowser, type Browser } from '@gatefold/test-kit/browser';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

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
  { width: 1280, colorScheme: 'dark' },
  { width: 320, colorScheme: 'dark' },
] as const;

describe.each(['meridian', 'signal'])('in the theme %s', (theme) => {
  test.each(looks)(
    'each component in each state, $width px wide and $colorScheme: nothing that axe can find, nothing sticks out',
    async ({ width, colorScheme }) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const page = await context.newPage();
      await page.goto(`${url}?theme=${theme}`);
      await page.getByRole('heading', { name: 'Facts and figures' }).waitFor();

      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await context.close();
    },
  );
});

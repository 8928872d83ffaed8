import { existsSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';

export type { Browser, Page };

/**
 * A real Chromium: the one that `CHROME_PATH` names, else the one that npm brings for Linux on
 * x64 (no root, no system package), else an installed Chrome.
 */
export async function startBrowser(): Promise<Browser> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && existsSync(named)) return playwright.launch({ executablePath: named });
  if (process.platform !== 'linux' || process.arch !== 'x64') return playwright.launch({ channel: 'chrome' });
  // The package unpacks the libraries and fonts that it carries only where it takes itself to be hosted.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  // Not its own list of switches: those turn the same-origin policy off and run all pages in one process.
  return playwright.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox'] });
}

/** Keeps a picture of the whole page, where the environment names a folder for them in `PICTURES`. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder === undefined) return;
  const file = `${name.replaceAll(/[^\w]+/g, '-').slice(0, 120)}.png`;
  await page.screenshot({ path: path.join(folder, file), fullPage: true });
}

/** What axe finds wrong with a page, as lines that name the rule and the element. Empty is what one wants. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // "Legacy" only means that frames of other origins are not looked into: there are none, and it takes half the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { root } from '../../process/bootstrap.mjs';

const installed = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Which Chromium the browser tests run in: the one that is named, npm's on Linux x64, else one that is installed. */
export async function browserHere(): Promise<{ found: boolean; detail: string }> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && existsSync(named)) return { found: true, detail: named };
  if (platform() === 'linux' && arch() === 'x64') {
    const version = await versionOf('@sparticuz/chromium');
    if (version !== null) return { found: true, detail: `Chromium ${version} from npm` };
  }
  const found = installed.find((file) => existsSync(file));
  return found === undefined
    ? { found: false, detail: 'none; set CHROME_PATH to a Chrome or Chromium' }
    : { found: true, detail: found };
}

/** Of an installed package, read beside its code, since not every package exports its description. */
async function versionOf(name: string): Promise<string | null> {
  const file = path.join(root, 'node_modules', name, 'package.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as { version: string }).version;
}

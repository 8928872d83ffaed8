import { existsSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { createRequire } from 'node:module';

const installed = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Which Chromium the browser tests run in: npm's on Linux x64, else one that is installed. */
export async function browserHere(): Promise<{ found: boolean; detail: string }> {
  if (platform() === 'linux' && arch() === 'x64') {
    const { version } = createRequire(import.meta.url)('@sparticuz/chromium/package.json') as {
      version: string;
    };
    return { found: true, detail: `Chromium ${version} from npm` };
  }
  const found = [process.env['CHROME_PATH'], ...installed].find(
    (file) => file !== undefined && existsSync(file),
  );
  return found === undefined
    ? { found: false, detail: 'none; set CHROME_PATH to a Chrome or Chromium' }
    : { found: true, detail: found };
}

import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';

const README = readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8');
const run = promisify(execFile);

const examples = (language: string): string[] =>
  [...README.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, code = '']) => code,
  );

/** What stands behind the arrow beside the line that prints it. */
const promised = (code: string): string => /→ (.*)$/m.exec(code)?.[1] ?? '';

/** Python's `stripe` is tried where somebody installed it: `pip install stripe`, or `PYTHON` names one that has it. */
const PYTHON = process.env['PYTHON'] ?? 'python3';
const hasPython = (() => {
  try {
    execFileSync(PYTHON, ['-c', 'import stripe'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let simulator: Simulator;
let folder: string;
beforeAll(async () => {
  simulator = await startSimulator({ webhooks: false });
  // Within the workspace, so that `stripe` is found.
  folder = mkdtempSync(path.join(import.meta.dirname, '.readme-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await simulator.stop();
});

async function output(command: string, code: string, ending: string): Promise<string> {
  const file = path.join(folder, `example.${ending}`);
  const free = String(await freePort());
  writeFileSync(file, code.replaceAll('4020', String(simulator.port)).replaceAll('4021', free));
  return (await run(command, [file])).stdout.trim();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe('the examples of the README do what stands beside them', () => {
  test.each(examples('js').map((code) => ({ code, says: promised(code) })))(
    'Node: $says',
    async ({ code, says }) => {
      expect(says).not.toBe('');
      expect(await output(process.execPath, code, 'mjs')).toBe(says);
    },
  );

  test.skipIf(!hasPython).each(examples('python'))('Python', async (code) => {
    expect(await output(PYTHON, code, 'py')).toBe(promised(code));
  });
});

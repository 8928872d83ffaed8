import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { articleTopic } from '@gatefold/events';
import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada, aFact, ben, someArticle } from '../../apps/entitlement/test/builders.ts';
import { articleEvent, startEntitlement, type Entitlement } from '../../apps/entitlement/test/harness.ts';

const run = promisify(execFile);
const repository = path.resolve(import.meta.dirname, '../..');
const sdk = path.join(repository, 'packages/entitlement-client');
let project: string;
let service: Entitlement;

/** What a publisher does: an empty project, the package from a file, an example copied out of the README. */
beforeAll(async () => {
  project = mkdtempSync(path.join(tmpdir(), 'gatefold-sdk-'));
  service = await startEntitlement({ heartbeatSeconds: 1 });
  await service.tell(articleTopic, [articleEvent(someArticle())]);
  // The examples go by the wall clock.
  await service.hear(aFact({ data: { paidThrough: '2100-01-01T00:00:00.000Z' } }));
  await run(process.execPath, [path.join(sdk, 'build.mjs')]);
  await run('npm', ['pack', '--silent', '--pack-destination', project], { cwd: path.join(sdk, 'dist') });
  writeFileSync(path.join(project, 'package.json'), '{ "type": "module", "private": true }');
  const [tarball] = readdirSync(project).filter((name) => name.endsWith('.tgz'));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], { cwd: project });
  cpSync(path.join(sdk, 'examples'), project, { recursive: true });
}, 120_000);
afterAll(async () => {
  await service.stop();
  rmSync(project, { recursive: true, force: true });
});

const example = async (name: string, ...args: string[]): Promise<string> => {
  const env = { ...process.env, ENTITLEMENT_URL: service.url, GATEFOLD_TOKEN: service.token };
  const { stdout } = await run(process.execPath, [name, ...args], { cwd: project, env });
  return stdout.trim();
};

describe('the package, installed into an empty project', () => {
  test('brings nothing else along', () => {
    expect(readdirSync(path.join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      '@gatefold',
    ]);
    expect(readdirSync(path.join(project, 'node_modules/@gatefold'))).toEqual(['entitlement-client']);
  });

  test.each(['paywall.ts', 'local.ts'])(
    'runs its example %s: a payer reads, another meets the wall',
    async (name) => {
      await eventually(
        async () => (await service.ask('/v1/snapshot').catch(() => ({ status: 200 }))).status === 200,
      );

      expect(await example(name, ada)).toBe('the whole article');
      expect(await example(name, ben)).toBe('the teaser and the wall: no-plan');
      expect(await example(name)).toBe('the teaser and the wall: not-signed-in');
    },
  );

  test('has types, with which its examples compile', async () => {
    const options = {
      target: 'ES2024',
      module: 'NodeNext',
      strict: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [path.join(repository, 'node_modules/@types')],
    };
    writeFileSync(
      path.join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['*.ts'] }),
    );
    const tsc = path.join(repository, 'node_modules/typescript7/bin/tsc');

    await expect(run(process.execPath, [tsc, '-p', project])).resolves.toMatchObject({ stdout: '' });
  });
});

test('the examples of the README are the files, word for word', () => {
  const readme = readFileSync(path.join(sdk, 'README.md'), 'utf8');
  for (const name of readdirSync(path.join(sdk, 'examples')))
    expect(readme).toContain(readFileSync(path.join(sdk, 'examples', name), 'utf8'));
});

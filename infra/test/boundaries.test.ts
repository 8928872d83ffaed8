import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Every rule that reviewers would otherwise repeat is shown to bite: here is the violation, there the failure. */
const repository = path.resolve(import.meta.dirname, '../..');
const config = path.join(repository, 'packages/config/dependency-cruiser.cjs');

type Planted = { readonly rule: string; readonly file: string; readonly imports: string };

const planted: readonly Planted[] = [
  { rule: 'domain-is-pure', file: 'apps/billing/src/domain/library.ts', imports: 'zod' },
  { rule: 'domain-is-pure', file: 'apps/billing/src/domain/disk.ts', imports: 'node:fs' },
  { rule: 'domain-is-pure', file: 'apps/billing/src/domain/storage.ts', imports: '../adapters/here.ts' },
  { rule: 'use-cases-see-ports-only', file: 'apps/billing/src/usecases/web.ts', imports: 'express' },
  {
    rule: 'use-cases-see-ports-only',
    file: 'apps/billing/src/usecases/log.ts',
    imports: '@gatefold/messaging',
  },
  { rule: 'use-cases-are-inside', file: 'apps/billing/src/usecases/rows.ts', imports: '../adapters/here.ts' },
  {
    rule: 'edges-do-not-touch',
    file: 'apps/billing/src/http/rows.routes.ts',
    imports: '../adapters/here.ts',
  },
  { rule: 'edges-do-not-touch', file: 'apps/mail/src/consumers/rows.ts', imports: '../adapters/here.ts' },
  {
    rule: 'apps-do-not-import-apps',
    file: 'apps/billing/src/neighbour.ts',
    imports: '../../mail/src/adapters/here.ts',
  },
  {
    rule: 'packages-do-not-import-apps',
    file: 'packages/ui/src/up.ts',
    imports: '../../../apps/mail/src/adapters/here.ts',
  },
  {
    rule: 'apps-do-not-import-infra-or-tests',
    file: 'apps/mail/src/below.ts',
    imports: '../../../infra/stack/here.ts',
  },
  { rule: 'features-stand-alone', file: 'apps/site/src/features/wall/wall.ts', imports: '../offer/here.ts' },
  { rule: 'one-door-to-kafka', file: 'apps/mail/src/direct.ts', imports: 'kafkajs' },
  { rule: 'stripe-stops-at-the-door', file: 'apps/billing/src/http/stripe.routes.ts', imports: 'stripe' },
  { rule: 'kernel-imports-nothing', file: 'packages/kernel/src/library.ts', imports: 'zod' },
  { rule: 'test-kit-is-for-tests', file: 'apps/mail/src/pretend.ts', imports: '@gatefold/test-kit' },
  { rule: 'events-knows-no-other-package', file: 'packages/events/src/up.ts', imports: '@gatefold/kernel' },
  { rule: 'api-knows-kernel', file: 'packages/api/src/up.ts', imports: '@gatefold/messaging' },
  { rule: 'access-knows-kernel', file: 'packages/access/src/up.ts', imports: '@gatefold/api' },
  { rule: 'messaging-knows-kernel', file: 'packages/messaging/src/up.ts', imports: '@gatefold/service-kit' },
  {
    rule: 'service-kit-knows-kernel',
    file: 'packages/service-kit/src/up.ts',
    imports: '@gatefold/messaging',
  },
  {
    rule: 'entitlement-client-knows-kernel-and-events-and-api-and-access-and-messaging',
    file: 'packages/entitlement-client/src/up.ts',
    imports: '@gatefold/service-kit',
  },
  { rule: 'ui-knows-no-other-package', file: 'packages/ui/src/down.ts', imports: '@gatefold/kernel' },
  { rule: 'words-knows-no-other-package', file: 'packages/words/src/up.ts', imports: '@gatefold/kernel' },
  {
    rule: 'web-kit-knows-kernel-and-api-and-service-kit',
    file: 'packages/web-kit/src/down.ts',
    imports: '@gatefold/messaging',
  },
  {
    rule: 'services-know-their-packages',
    file: 'apps/billing/src/client.ts',
    imports: '@gatefold/entitlement-client',
  },
  { rule: 'content-asks-through-the-client', file: 'apps/content/src/pages.ts', imports: '@gatefold/ui' },
  { rule: 'pages-know-their-packages', file: 'apps/site/src/server/log.ts', imports: '@gatefold/messaging' },
  {
    rule: 'pages-run-in-browsers',
    file: 'apps/site/src/features/wall/server.ts',
    imports: '@gatefold/service-kit',
  },
  {
    rule: 'the-simulator-knows-no-gatefold',
    file: 'apps/stripe-simulator/src/ours.ts',
    imports: '@gatefold/api',
  },
  { rule: 'the-cli-speaks-http', file: 'apps/cli/src/log.ts', imports: '@gatefold/messaging' },
  { rule: 'infra-knows-few', file: 'infra/stack/log.ts', imports: '@gatefold/messaging' },
  { rule: 'no-circles', file: 'apps/mail/src/jobs/back.ts', imports: './there.ts' },
];

/** What the planted files import, and files that break nothing. */
const innocent: Readonly<Record<string, string>> = {
  'apps/billing/src/adapters/here.ts': '@gatefold/messaging',
  'apps/billing/src/adapters/stripe/calls.ts': 'stripe',
  'apps/billing/src/domain/fine.ts': '@gatefold/kernel',
  'apps/billing/src/usecases/fine.ts': '../domain/fine.ts',
  'apps/billing/src/http/fine.routes.ts': '../usecases/fine.ts',
  'apps/mail/src/adapters/here.ts': '@gatefold/kernel',
  'apps/mail/src/jobs/there.ts': './back.ts',
  'apps/site/src/features/offer/here.ts': '@gatefold/ui',
  'infra/stack/here.ts': '@gatefold/kernel',
};

const packages = [
  'kernel',
  'events',
  'api',
  'access',
  'messaging',
  'service-kit',
  'entitlement-client',
  'ui',
  'words',
  'test-kit',
];
const libraries = ['zod', 'express', 'kafkajs', 'stripe'];

function plantTree(): string {
  const tree = mkdtempSync(path.join(tmpdir(), 'gatefold-boundaries-'));
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), text);
  };
  mkdirSync(path.join(tree, 'node_modules/@gatefold'), { recursive: true });
  for (const name of packages) {
    write(
      `packages/${name}/package.json`,
      JSON.stringify({ name: `@gatefold/${name}`, exports: './src/index.ts' }),
    );
    write(`packages/${name}/src/index.ts`, 'export const here = 1;\n');
    symlinkSync(path.join(tree, 'packages', name), path.join(tree, 'node_modules/@gatefold', name));
  }
  for (const name of libraries) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
  }
  write(
    'package.json',
    JSON.stringify({ name: 'planted', dependencies: Object.fromEntries(libraries.map((l) => [l, '*'])) }),
  );
  const importing = (what: string): string => `import * as it from '${what}';\nexport const here = it;\n`;
  for (const [file, what] of Object.entries(innocent)) write(file, importing(what));
  for (const { file, imports } of planted) write(file, importing(imports));
  return tree;
}

type Violation = { readonly from: string; readonly rule: { readonly name: string } };

describe('boundaries', () => {
  let tree = '';
  let violations: readonly Violation[] = [];

  beforeAll(() => {
    tree = plantTree();
    const cruiser = path.join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const words = [cruiser, '--config', config, '--output-type', 'json', 'apps', 'packages', 'infra'];
    const { stdout } = spawnSync(process.execPath, words, { cwd: tree, encoding: 'utf8', maxBuffer: 1e8 });
    violations = (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
  }, 60_000);
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  test.each(planted)('$rule stops $file from importing $imports', ({ rule, file }) => {
    const broken = violations.filter(({ from }) => from === file).map((violation) => violation.rule.name);

    expect(broken).toContain(rule);
  });

  test('no rule stops what is allowed', () => {
    const accused = violations.filter(({ from, rule }) => from in innocent && rule.name !== 'no-circles');

    expect(accused).toEqual([]);
  });

  test('every rule has a violation that proves it', () => {
    const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };

    expect(new Set(planted.map(({ rule }) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
  });
});

const domain = 'apps/billing/src/domain/planted.ts';
const usecase = 'apps/billing/src/usecases/planted.ts';

describe('lint', () => {
  const eslint = new ESLint({ cwd: repository });
  const rulesBrokenBy = async (file: string, code: string): Promise<(string | null)[]> => {
    const [result] = await eslint.lintText(code, { filePath: path.join(repository, file) });
    return result?.messages.map(({ ruleId }) => ruleId) ?? [];
  };

  test.each([
    { what: 'the time of day', file: domain, code: 'export const now = () => new Date();' },
    { what: 'the time of day', file: domain, code: 'export const now = () => Date.now();' },
    { what: 'a stop-watch', file: usecase, code: 'export const now = () => performance.now();' },
    { what: 'chance', file: domain, code: 'export const roll = () => Math.random();' },
    { what: 'an id out of nowhere', file: usecase, code: 'export const id = () => crypto.randomUUID();' },
    { what: 'the environment', file: usecase, code: "export const url = () => process.env['URL'];" },
    { what: 'waiting', file: domain, code: 'export const later = async () => 1;' },
    {
      what: 'waiting',
      file: domain,
      code: 'export const later = (p: Promise<void>) => { (async () => { await p; })(); };',
    },
  ])('$what is no business of $file', async ({ file, code }) => {
    expect(await rulesBrokenBy(file, `${code}\n`)).toContain('no-restricted-syntax');
  });

  test.each(['fetch', 'setTimeout', 'console'])('domain code does not know %s', async (name) => {
    expect(await rulesBrokenBy(domain, `export const it = ${name};\n`)).toContain('no-restricted-globals');
  });

  test.each([
    ['a sentence', '<p>Read on with a subscription</p>'],
    ['a label', '<input aria-label="Your address" />'],
    ['a sentence by the way', "<p>{isOpen ? 'It is open now' : null}</p>"],
  ])('a page of the site has no words of its own: %s', async (_, jsx) => {
    const page = 'apps/site/src/features/offer/planted.tsx';

    expect(await rulesBrokenBy(page, `export const Page = () => ${jsx};\n`)).toContain(
      'no-restricted-syntax',
    );
  });

  const branches = Array.from({ length: 11 }, (_, index) => `if (n === ${index}) return ${index};`).join(' ');
  const lines = (count: number): string => Array.from({ length: count }, (_, i) => `use(${i});\n`).join('');

  test.each([
    { rule: 'max-params', code: 'export const f = (a: 1, b: 1, c: 1, d: 1) => [a, b, c, d];' },
    { rule: 'complexity', code: `export function f(n: number) { ${branches} return -1; }` },
    {
      rule: 'max-lines-per-function',
      code: `declare const use: (n: number) => void;\nexport function f() {\n${lines(50)}}`,
    },
    { rule: 'max-lines', code: `declare const use: (n: number) => void;\n${lines(250)}` },
    { rule: 'no-console', code: "console.log('here');" },
    { rule: '@typescript-eslint/no-explicit-any', code: 'export const f = (a: any) => a;' },
    {
      rule: '@typescript-eslint/consistent-type-imports',
      code: "import { T } from './t.ts';\nexport type U = T;",
    },
  ])('$rule is a failure', async ({ rule, code }) => {
    expect(await rulesBrokenBy('apps/billing/src/planted.ts', `${code}\n`)).toContain(rule);
  });

  test('a main.ts that does more than put things together is a failure', async () => {
    const code = `declare const use: (n: number) => void;\n${lines(41)}`;

    expect(await rulesBrokenBy('apps/billing/src/main.ts', code)).toContain('max-lines');
  });

  test('pure code with time and ids handed in passes', async () => {
    const code = 'export const isOver = (end: Date, now: Date): boolean => end <= now;\n';

    expect(await rulesBrokenBy(domain, code)).toEqual([]);
  });
});

test('an export that nobody uses is a failure', () => {
  const tree = mkdtempSync(path.join(tmpdir(), 'gatefold-unused-'));
  try {
    writeFileSync(
      path.join(tree, 'package.json'),
      JSON.stringify({ name: 'planted', type: 'module', main: 'index.js' }),
    );
    writeFileSync(path.join(tree, 'index.js'), "export { used } from './parts.js';\n");
    writeFileSync(path.join(tree, 'parts.js'), 'export const used = 1;\nexport const forgotten = 2;\n');
    const knip = path.join(repository, 'node_modules/knip/bin/knip.js');
    const { status, stdout } = spawnSync(process.execPath, [knip, '--directory', tree], { encoding: 'utf8' });

    expect(stdout).toContain('forgotten');
    expect(status).toBe(1);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
});

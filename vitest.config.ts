import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const everywhere = ['**/node_modules/**', '**/build/**', '**/dist/**', '**/generated/**', '.gatefold/**'];
const tests = (suffix: string): string[] => [`{apps,packages,infra,tests}/**/*${suffix}.{ts,tsx}`];

/**
 * The name of a test file says what it needs, and so when it runs.
 *
 * `*.test.ts` needs nothing outside its own process. `*.int.test.ts` needs PostgreSQL and perhaps
 * Kafka, `*.browser.test.ts` a browser, `*.stack.test.ts` the whole system as processes.
 */
const project = (
  name: string,
  test: TestProjectInlineConfiguration['test'],
): TestProjectInlineConfiguration => ({
  test: { name, ...test },
});

const slow = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      project('unit', {
        include: tests('.test'),
        exclude: [...everywhere, ...tests('.int.test'), ...tests('.browser.test'), ...tests('.stack.test')],
      }),
      project('int', { include: tests('.int.test'), exclude: everywhere, ...slow, maxWorkers: 2 }),
      project('browser', { include: tests('.browser.test'), exclude: everywhere, ...slow, maxWorkers: 1 }),
      project('stack', { include: tests('.stack.test'), exclude: everywhere, ...slow, maxWorkers: 1 }),
    ],
  },
});

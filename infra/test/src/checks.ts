import { bin, runScript } from './command.ts';
import type { Report } from './report.ts';

type Check = { readonly name: string; readonly words: readonly string[] };

const turbo = (task: string): string[] => [
  bin('turbo/bin/turbo'),
  'run',
  task,
  '--output-logs=errors-only',
  '--no-color',
];

const eslintCache = ['--cache', '--cache-strategy=content', '--cache-location=node_modules/.cache/eslint/'];

/** What reads files only. */
const reading: readonly Check[] = [
  { name: 'format', words: [bin('oxfmt/bin/oxfmt'), '--list-different'] },
  { name: 'lint', words: [bin('eslint/bin/eslint.js'), '.', '--max-warnings=0', ...eslintCache] },
  {
    name: 'boundaries',
    words: [
      bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
      ...['--config', 'packages/config/dependency-cruiser.cjs', '--output-type', 'err'],
      ...['apps', 'packages', 'infra', 'tests'],
    ],
  },
];

/** What needs the generated database clients, in this order. */
const generating: readonly Check[] = [
  { name: 'generate', words: turbo('generate') },
  { name: 'types', words: turbo('typecheck') },
  { name: 'unused code', words: [bin('knip/bin/knip.js'), '--no-progress', '--no-config-hints'] },
  { name: 'generated pages are fresh', words: ['infra/docs/generate.ts', '--check'] },
];

/** Every check that is not a test, in two lanes, since each alone leaves a core idle. */
export async function runChecks(report: Report): Promise<void> {
  const lane = async (checks: readonly Check[]): Promise<void> => {
    for (const { name, words } of checks) report.step(name, await runScript(words));
  };
  await Promise.all([lane(reading), lane(generating)]);
}

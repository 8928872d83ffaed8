import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { commonProblems } from '@gatefold/service-kit';
import { code, made, table } from './markdown.ts';

const apps = path.resolve(import.meta.dirname, '../../apps');

/** What every service's refusals and problems modules have in common. */
type Refusals = { refuse(code: string): Error };
type Problems = { statusOf: Readonly<Record<string, number>> };

/** Every stable code that a service may refuse with: its status, its sentence, and who says it. */
export async function problemsPage(): Promise<string> {
  const rows = (await Promise.all(refusingApps().map(rowsOf))).flat();
  return [
    made('each service’s `domain/refusals.ts` and `http/problems.ts`'),
    '# Problems',
    'Every error is an RFC 9457 document, `application/problem+json`. Branch on `code`: codes are stable, sentences are for people and may change.',
    '```json',
    JSON.stringify(example, null, 2),
    '```',
    '## Of every service',
    table(
      ['code', 'status', 'sentence'],
      Object.entries(commonProblems).map(([name, { status, title }]) => [code(name), String(status), title]),
    ),
    '## Of one service',
    table(['code', 'status', 'sentence', 'service'], rows),
  ].join('\n\n');
}

const example = {
  type: '/problems/subscription-not-found',
  status: 404,
  code: 'subscription-not-found',
  title: 'There is no such subscription.',
  requestId: '019c2d3e-0000-7000-8000-000000000000',
};

/** Those that answer with our own codes; the simulator speaks Stripe's. */
const refusingApps = (): string[] =>
  readdirSync(apps)
    .filter((app) => app !== 'stripe-simulator' && existsSync(path.join(apps, app, 'src/http/problems.ts')))
    .sort();

async function rowsOf(app: string): Promise<string[][]> {
  const { statusOf } = (await import(path.join(apps, app, 'src/http/problems.ts'))) as Problems;
  const { refuse } = (await import(path.join(apps, app, 'src/domain/refusals.ts'))) as Refusals;
  return Object.entries(statusOf)
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([name, status]) => [code(name), String(status), refuse(name).message, app]);
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { billing, type Client } from '@gatefold/api';
import type { z } from 'zod';
import { csvLines } from '../csv-lines.ts';
import { table, type Output } from '../output.ts';
import { EXIT, type Target } from '../stack.ts';

type Run = z.output<typeof billing.beginImport.answer>;
type Row = z.output<typeof billing.importLines.answer>['data'][number];
type Mode = Run['mode'];

/** Of a dry run nothing is written, so many go at once; whoever is taken over costs Stripe some calls. */
const AT_ONCE = { 'dry-run': 100, apply: 10 } as const;

const modeOf = (apply: boolean): Mode => (apply ? 'apply' : 'dry-run');

/** Looks at the subscribers in a file, or takes them over. Whoever was taken over before stays as they are. */
export async function importCsv(
  target: Target,
  output: Output,
  { file, apply }: { file: string; apply: boolean },
): Promise<number> {
  const bytes = readFile(file);
  const lines = linesOf(file, bytes.toString('utf8'));
  const client = target.client('billing');
  const mode = modeOf(apply);
  const fileHash = createHash('sha256').update(bytes).digest('hex');
  const { id } = await client.call(billing.beginImport, { body: { source: 'csv', mode, fileHash } });
  const rows: Row[] = [];
  for (let done = 0; done < lines.length; done += AT_ONCE[mode]) {
    const some = lines.slice(done, done + AT_ONCE[mode]);
    const { data } = await client.call(billing.importLines, { params: { id }, body: { lines: some } });
    rows.push(...data);
    output.note(`${rows.length} of ${lines.length} lines`);
  }
  return report(client, output, { id, rows });
}

/** The same for the subscriptions of the Stripe account whose prices are named: each with the offer that it is. */
export async function importStripe(
  target: Target,
  output: Output,
  { prices, apply }: { prices: Readonly<Record<string, string>>; apply: boolean },
): Promise<number> {
  const client = target.client('billing');
  const mode = modeOf(apply);
  const { id } = await client.call(billing.beginImport, { body: { source: 'stripe', mode, prices } });
  const rows: Row[] = [];
  for (;;) {
    const body = { limit: AT_ONCE[mode] };
    const page = await client.call(billing.importPage, { params: { id }, body });
    rows.push(...page.data);
    output.note(`${rows.length} subscriptions`);
    if (page.isLast) return report(client, output, { id, rows });
  }
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as { code?: string }).code ?? String(error)}`, {
      cause: error,
    });
  }
}

const NEEDED = ['email', 'offer'] as const;

function linesOf(file: string, text: string) {
  const rows = csvLines(text);
  const missing = NEEDED.filter((name) => rows.length > 0 && !rows[0]!.cells.has(name));
  if (missing.length > 0) throw new Error(`${file} has no column ${missing.join(', ')}.`);
  return rows.map(({ line, cells }) => ({
    line,
    email: cells.get('email') ?? '',
    offer: cells.get('offer') ?? '',
    paidThrough: cells.get('paid_through') ?? '',
    stripeSubscriptionId: cells.get('stripe_subscription') ?? '',
  }));
}

const labels = {
  'would-import': 'would be taken over',
  imported: 'taken over',
  'already-there': 'here already',
  refused: 'refused',
} as const;

/** What came of it: counts, then each line that was refused with its number and reason. */
async function report(
  client: Client,
  output: Output,
  { id, rows }: { id: string; rows: readonly Row[] },
): Promise<number> {
  const run = await client.call(billing.closeImport, { params: { id } });
  const refused = rows.filter(({ outcome }) => outcome === 'refused');
  const counts = Object.entries(labels).map(([outcome, label]) => [
    String(run.counts[outcome as Row['outcome']] ?? 0),
    label,
  ]);
  const reasons = refused.map(({ line, code, stripeSubscriptionId, facts, reason }) => [
    `line ${line}`,
    code ?? '',
    stripeSubscriptionId ?? '',
    [reason, ...Object.values(facts)].join(' '),
  ]);
  const isDry = run.mode === 'dry-run';
  output.say(
    [
      ...table(counts),
      ...table(reasons),
      isDry ? 'Nothing was written. Say it again with --apply to take them over.' : 'Done.',
    ],
    { ...run, refused },
  );
  return refused.length === 0 ? EXIT.ok : EXIT.no;
}

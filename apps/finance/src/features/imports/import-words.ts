export const outcomes = ['would-import', 'imported', 'already-there', 'refused'] as const;
export type Outcome = (typeof outcomes)[number];

export const isOutcome = (text: string): text is Outcome => outcomes.some((outcome) => outcome === text);

export const outcomeWords = {
  'would-import': { words: 'can be taken over', tone: 'plain' },
  imported: { words: 'taken over', tone: 'ok' },
  'already-there': { words: 'was here already', tone: 'plain' },
  refused: { words: 'refused', tone: 'bad' },
} as const satisfies Record<Outcome, { words: string; tone: string }>;

export type ImportRun = {
  readonly id: string;
  readonly source: 'csv' | 'stripe';
  readonly mode: 'dry-run' | 'apply';
  readonly state: 'running' | 'done';
  readonly inputHash: string;
  readonly prices: Readonly<Record<string, string>>;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly closedAt: string | null;
  readonly counts: Readonly<Record<Outcome, number>>;
};

export const sourceWords = ({ source }: Pick<ImportRun, 'source'>): string =>
  source === 'csv' ? 'a file' : 'a Stripe account';

export const modeWords = ({ mode }: Pick<ImportRun, 'mode'>): string =>
  mode === 'dry-run' ? 'looked at' : 'taken over';

export const runState = (state: ImportRun['state']) =>
  state === 'done'
    ? ({ words: 'done', tone: 'ok' } as const)
    : ({ words: 'not gone through yet', tone: 'warn' } as const);

/** How many lines were gone through until now. How many there will be only the file knows. */
export const linesOf = ({ counts }: Pick<ImportRun, 'counts'>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

export const counted = (count: number): string => count.toLocaleString('en-US');

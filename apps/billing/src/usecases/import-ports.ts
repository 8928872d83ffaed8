import type { AuditNote } from '../domain/audit.ts';
import type { Claimed } from '../domain/import-path.ts';
import type { ImportProblem, SoldElsewhere } from '../domain/import-rows.ts';
import type { Offer } from '../domain/offer.ts';
import type { PricePath } from '../domain/price-path.ts';

export const importOutcomes = ['would-import', 'imported', 'already-there', 'refused'] as const;
export type ImportOutcome = (typeof importOutcomes)[number];

export type ImportRun = {
  readonly id: string;
  readonly source: 'csv' | 'stripe';
  readonly mode: 'dry-run' | 'apply';
  readonly state: 'running' | 'done';
  /** Names what is imported: a repeat of the same has the same. */
  readonly inputHash: string;
  /** Of Stripe's prices: the offer that each is. */
  readonly prices: Readonly<Record<string, string>>;
  /** Stripe's subscription that was looked at last. */
  readonly pageAfter: string | null;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly closedAt: Date | null;
  readonly counts: Readonly<Record<ImportOutcome, number>>;
};

export type ImportedRow = {
  readonly line: number;
  readonly outcome: ImportOutcome;
  readonly code: ImportProblem | null;
  readonly facts: Readonly<Record<string, string>>;
  readonly mailKey: string | null;
  readonly stripeSubscriptionId: string | null;
  readonly subscriptionId: string | null;
};

export type ImportClaim = {
  /** Of the checkout and the subscription that come of it. */
  readonly id: string;
  readonly readerId: string | null;
  readonly importedAt: Date | null;
};

export type NewClaim = Claimed & {
  readonly id: string;
  readonly rowKey: string;
  readonly runId: string;
  readonly offer: Offer;
  readonly path: PricePath;
  readonly stripeSubscriptionId: string | null;
};

export type Imports = {
  begin(
    run: Pick<ImportRun, 'id' | 'source' | 'mode' | 'inputHash' | 'prices' | 'askedBy'>,
    note: AuditNote,
  ): Promise<ImportRun>;
  /** Whether a dry run of the same input was gone through to its end. */
  wasLookedAt(run: Pick<ImportRun, 'source' | 'inputHash'>): Promise<boolean>;
  find(id: string): Promise<ImportRun | null>;
  /** Newest first. */
  list(limit: number): Promise<ImportRun[]>;
  /** By line, from behind `after`. */
  rows(
    id: string,
    asked: { outcome: ImportOutcome | null; after: number; limit: number },
  ): Promise<ImportedRow[]>;
  row(id: string, line: number): Promise<ImportedRow | null>;
  keepRow(id: string, row: ImportedRow): Promise<void>;
  /** The page was gone through; the next begins behind this subscription. */
  turnPage(id: string, after: string): Promise<void>;
  /** Whether an earlier line of this run is about the same reader or subscription. */
  isRepeated(
    id: string,
    about: { line: number; mailKeys: readonly string[]; stripeSubscriptionId: string | null },
  ): Promise<boolean>;
  close(id: string, noteOf: (run: ImportRun) => AuditNote): Promise<ImportRun>;
  claimOf(rowKeys: readonly string[]): Promise<ImportClaim | null>;
  /** Made now, or by whoever was faster. */
  claim(wanted: NewClaim): Promise<ImportClaim>;
  /** Who it is, and as which customer of Stripe's; answers with the reader who was named first. */
  identify(id: string, who: { readerId: string; stripeCustomerId: string }): Promise<string>;
  finish(id: string): Promise<void>;
  /** Whose customer of Stripe's this is, where that is known. */
  readerOf(stripeCustomerId: string): Promise<string | null>;
};

/** What Stripe is asked and told for it. */
export type ImportsAtStripe = {
  /** Null for an id that Stripe does not know. */
  soldElsewhere(id: string): Promise<SoldElsewhere | null>;
  /** Those that are not over, newest first. */
  soldElsewhereAfter(
    id: string | null,
    limit: number,
  ): Promise<{ sold: readonly SoldElsewhere[]; isLast: boolean }>;
  /** Marks it as ours: from then on every look at its customer takes it in. Nothing that is charged changes. */
  adopt(id: string, claimId: string): Promise<void>;
};

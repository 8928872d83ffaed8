/** What somebody did, as they did it. Ids and amounts only: never a name, an address or a secret. */
export type AuditNote = {
  /** `reader:<id>`, `<role>:<id>`, `service:<name>`, or `mailed-link:<reader's id>`. */
  readonly actor: string;
  readonly action: string;
  /** The id of what it was done to. */
  readonly subject: string;
  readonly facts: Readonly<Record<string, string | null>>;
};

/** A note in its place in the chain. */
export type AuditEntry = AuditNote & {
  readonly sequence: number;
  readonly at: Date;
  readonly previousHash: string;
  readonly hash: string;
};

/** What the first entry holds in place of the hash of one before. */
export const NOTHING_BEFORE = '';

export type Hash = (text: string) => string;

/** The next entry of the chain that ends with `last`. */
export function chainAudit(
  note: AuditNote,
  { last, at, hash }: { last: Pick<AuditEntry, 'sequence' | 'hash'> | null; at: Date; hash: Hash },
): AuditEntry {
  const { actor, action, subject, facts } = note;
  const unsealed = {
    actor,
    action,
    subject,
    facts,
    sequence: (last?.sequence ?? 0) + 1,
    at,
    previousHash: last?.hash ?? NOTHING_BEFORE,
  };
  return { ...unsealed, hash: hash(canonicalEntry(unsealed)) };
}

/** The same text on every machine: fields are named here, and facts are in the order of their names. */
function canonicalEntry({
  sequence,
  at,
  actor,
  action,
  subject,
  facts,
  previousHash,
}: Omit<AuditEntry, 'hash'>): string {
  const sorted = Object.entries(facts).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sequence, at.toISOString(), actor, action, subject, sorted, previousHash]);
}

/**
 * The first place at which the chain is broken, or null: an entry that was changed, left out or put in.
 *
 * `before` is the entry that the first of `entries` must follow, null at the very beginning. What was taken
 * off the end shows only to whoever knows the last hash, so keep that somewhere else.
 */
export function brokenAt(
  entries: readonly AuditEntry[],
  { before, hash }: { before: Pick<AuditEntry, 'sequence' | 'hash'> | null; hash: Hash },
): number | null {
  let last = before;
  for (const entry of entries) {
    if (chainAudit(entry, { last, at: entry.at, hash }).hash !== entry.hash) return (last?.sequence ?? 0) + 1;
    last = entry;
  }
  return null;
}

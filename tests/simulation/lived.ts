/** What a run of histories says to the process that has begun it. */
export type Lived = {
  readonly runs: number;
  /** For how long there were subscriptions in them, each by itself. */
  readonly readerYears: number;
  /** Where one went wrong: what it was, and the path of fast-check's that leads to it again. */
  readonly fault: { readonly message: string; readonly path: string } | null;
};

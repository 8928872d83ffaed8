/** A line that keeps a promise, what it looks like when somebody takes it out, and the test that must notice. */
export type Guard = {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  readonly test: { readonly project: 'unit' | 'int'; readonly file: string; readonly named: string };
  /** Which of the faults in the README's list its absence is. */
  readonly fault?: number;
};

export type Kept = {
  readonly fingerprint: string;
  /** The id of the request that was answered first. */
  readonly request: string;
  readonly status: number;
  readonly body: string;
};

/** Answers under idempotency keys, for a day of the virtual clock. Instants are whole seconds. */
export type Answers = {
  find(key: string, now: number): Kept | null;
  keep(key: string, kept: Kept, now: number): void;
};

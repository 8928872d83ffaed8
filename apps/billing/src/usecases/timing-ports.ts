/** How an announced event travelled, by machine time. */
export type EventTiming = {
  readonly id: string;
  /** When Stripe's news that led to it came in; null where none did. */
  readonly receivedAt: Date | null;
  readonly recordedAt: Date;
  readonly publishedAt: Date | null;
};

/** Of those that are still known. */
export type EventTimings = (ids: readonly string[]) => Promise<readonly EventTiming[]>;

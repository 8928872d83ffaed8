/** How much of a month’s free reading is used up. */
export type MeterState = {
  readonly used: number;
  readonly of: number;
  readonly ofRegistered: number;
  readonly resetsAt: Date;
  /** The visitor's, to be kept by the browser; null for a reader. */
  readonly visitorId: string | null;
};

/** So many charges for so many hundredths of the price, once in so many days. */
export type SaveOfferRules = {
  readonly charges: number;
  readonly percent: number;
  readonly everyDays: number;
};

/** What goes while a phase is what is paid for, in place of what goes elsewhere. Never changed after the purchase. */
export type PhasePolicy = {
  /** `end`: it cannot be ended at once, only with what is paid for. */
  readonly cancel?: 'now' | 'end' | undefined;
  /** What goes back of the running period to one who ends it at once. */
  readonly refund?: 'unused' | 'none' | undefined;
  /** Whether another plan may be taken. */
  readonly change?: boolean | undefined;
  /** What one who has cancelled may stay for. */
  readonly saveOffer?: false | SaveOfferRules | undefined;
};

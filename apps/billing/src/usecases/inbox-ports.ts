/** One event of Stripe's as it came, with the little that is read of it. */
export type IncomingEvent = {
  readonly id: string;
  readonly type: string;
  readonly created: Date;
  readonly objectId: string | null;
  readonly objectType: string | null;
  readonly customerId: string | null;
  /** Some objects, disputes among them, name a charge and no customer. */
  readonly chargeId: string | null;
  /** Whether it may tell what is not known yet; else it is kept, and nobody is looked at because of it. */
  readonly isNews: boolean;
  /** What was made from this instant on shows all that it tells; null where it takes everything. */
  readonly nearFrom: Date | null;
  /** Word for word. */
  readonly raw: Buffer;
};

export type Inbox = {
  /** Which of these events are not kept yet. */
  unknown(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Keeps events and marks their customers; those that are there already change nothing. How many were new. */
  keep(
    events: readonly IncomingEvent[],
    from: { source: 'webhook' | 'sweep'; traceparent: string | null },
  ): Promise<number>;
};

/** Whether Stripe's webhooks come at all, which nothing but news that they did not bring can tell. */
export type SignsOfLife = {
  /** A webhook has come; without news in it, it told what was known. */
  heard(delivery: { isNews: boolean }): Promise<void>;
};

export type WebhookReader = {
  /** Checks that Stripe sent these bytes and reads the little that is needed. Refuses with `webhook-…` codes. */
  read(raw: Buffer, signature: string | undefined): IncomingEvent;
};

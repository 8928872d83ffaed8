export type Returned = {
  readonly since: Date;
  readonly trustedAt: Date | null;
  readonly isCurrent: boolean;
};

/** What is known of addresses at which mails did not stay. `Tx` is the transaction that a consumer was handed. */
export type Deliveries<Tx> = {
  /**
   * Notes that the address to which this mail was handed over is one to which none can be delivered. Nothing changes
   * for a mail to nobody we know, or where its reader has said since that the address works.
   */
  bounced(messageId: string, at: Date): Promise<void>;
  /** Ends the newsletter that this mail was an issue of, unless its reader has asked for it again since. */
  complained(messageId: string, at: Date): Promise<void>;
  /** Since when mails to this address of the reader come back; null where none does. */
  undeliverableSince(readerId: string, email: string): Promise<Date | null>;
  /** Every address of the reader from which a mail came back, oldest first, and whether it is this one. */
  returnedOf(readerId: string, email: string | null): Promise<readonly Returned[]>;
  /** The reader says that it works. */
  trust(readerId: string, email: string, at: Date): Promise<void>;
  /** Forgets the addresses of a reader. */
  forget(readerId: string, tx: Tx): Promise<void>;
};

import type { KnownOfAddress, Settlement } from '../domain/settle.ts';

export type Role = 'reader' | 'finance' | 'editor' | 'admin';

/** Who a browser's session stands for. */
export type SessionHolder = {
  readonly readerId: string;
  readonly role: Role;
  readonly provisional: boolean;
  /** Null while nobody has verified it. */
  readonly email: string | null;
};

export type Contact = { readonly readerId: string; readonly email: string; readonly verified: boolean };

export type FoundReader = Contact & { readonly role: Role };

export type OpenedSession = { readonly sessionToken: string; readonly expiresAt: Date };

/** What a mailed link carries; the token is shown once, here, and kept nowhere. */
export type Link = { readonly token: string; readonly expiresAt: Date };

/** Readers, known and provisional. Every write also writes what is announced, in one transaction. */
export type Readers = {
  /** Always a new reader, so that the answer cannot tell whether the address is known. */
  appear(readerId: string, email: string): Promise<void>;
  /** Where to write to a reader; one that was merged answers with the account it became part of. */
  contact(readerId: string): Promise<Contact | null>;
  /** Remembers that a purchase by this reader was confirmed by mail. A repeat changes nothing. */
  markConfirmed(readerId: string): Promise<void>;
  /** Makes an account with a role, or changes its role. Answers with its reader id. */
  giveRole(email: string, role: Role, newReaderId: string): Promise<string>;
  find(by: { email?: string | undefined; id?: string | undefined }): Promise<FoundReader[]>;
  /** Says every reader's present state again, for those who lost or never had it. Answers how many. */
  announceAll(): Promise<number>;
};

/** Whose pages a person signs in to. */
export type App = 'site' | 'finance';

/** Links and sessions. */
export type SignIns = {
  issueLink(email: string, returnTo: string, lifetimeSeconds: number): Promise<Link>;
  /**
   * In one transaction: uses the link up, asks `decide` who signs in, saves and announces what
   * that changes, and opens a session. Refuses with `sign-in-link-invalid`.
   */
  redeem(
    token: string,
    decide: (known: KnownOfAddress) => Settlement,
  ): Promise<OpenedSession & { readonly readerId: string; readonly returnTo: string }>;
  /** Refuses with `reader-not-found` or `reader-already-verified`. */
  openProvisional(readerId: string): Promise<OpenedSession>;
  holderOf(sessionToken: string): Promise<SessionHolder | null>;
  end(sessionToken: string): Promise<void>;
  /** Deletes links and sessions whose time is over, and the addresses in them. */
  forgetExpired(): Promise<void>;
};

export type SignInMails = {
  send(mail: { id: string; email: string; url: string; expiresAt: Date }): Promise<void>;
};

export type ReaderTokens = {
  issue(holder: SessionHolder): Promise<{ token: string; expiresAt: Date }>;
};

/** Counts a try under a key; answers how long to wait, or null while the key is within its limit. */
export type Limiter = { take(key: string): Promise<{ retryAfterSeconds: number } | null> };

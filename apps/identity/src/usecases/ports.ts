import type { MailedAction, Purpose } from '../domain/mailed-action.ts';
import type { SecondFactor } from '../domain/second-factor.ts';
import type { KnownOfAddress, Settlement } from '../domain/settle.ts';
import type { StaffClaims } from '../domain/staff-rules.ts';

export type Role = 'reader' | 'finance' | 'editor' | 'admin';

/** Who a browser's session stands for. */
export type SessionHolder = {
  readonly readerId: string;
  /** Of the account, where the second factor has been shown; else a reader's. */
  readonly role: Role;
  readonly secondFactor: SecondFactor;
  readonly provisional: boolean;
  /** Null while nobody has verified it. */
  readonly email: string | null;
  /** Null where nothing was chosen. */
  readonly locale: string | null;
  readonly zone: string | null;
  readonly spokenLocale: string | null;
};

/** What a reader has chosen; null leaves it as it is. */
export type Habits = { readonly locale: string | null; readonly zone: string | null };

type Named = { readonly readerId: string; readonly email: string; readonly verified: boolean };

/** With how they are written to, as far as they have said or their browser has. */
export type Contact = Named & Habits;

export type FoundReader = Named & { readonly role: Role };

export type OpenedSession = { readonly sessionToken: string; readonly expiresAt: Date };

/** What a mailed link carries; the token is shown once, here, and kept nowhere. */
export type Link = { readonly token: string; readonly expiresAt: Date };

/** Whose mailed links those are; what was made before `validFrom` was called back. */
export type LinkHolder = {
  readonly readerId: string;
  readonly email: string;
  readonly validFrom: Date | null;
};

/** `by` is the reader id of who gives it, or the name of a service. */
export type GivenRole = { readonly email: string; readonly role: Role; readonly by: string };

/** Readers, known and provisional. Every write also writes what is announced, in one transaction. */
export type Readers = {
  /** Always a new reader, so that the answer cannot tell whether the address is known. */
  appear(reader: { readerId: string; email: string; spokenLocale: string | null }): Promise<void>;
  /** Where to write to a reader; one that was merged answers with the account it became part of. */
  contact(readerId: string): Promise<Contact | null>;
  /** As `contact`, under the id of the account that it became part of. */
  linkHolder(readerId: string): Promise<LinkHolder | null>;
  /** Remembers that a purchase by this reader was confirmed by mail. A repeat changes nothing. */
  markConfirmed(readerId: string): Promise<void>;
  /** Makes an account with a role, or changes its role. Answers with its reader id. */
  giveRole(given: GivenRole, newReaderId: string): Promise<string>;
  find(by: { email?: string | undefined; id?: string | undefined }): Promise<FoundReader[]>;
  /** Says every reader's present state again, for those who lost or never had it. Answers how many. */
  announceAll(): Promise<number>;
};

/** Whose pages a person signs in to. */
export type App = 'site' | 'finance';

/** Where each app's pages are; the site's by the title of the house that somebody came from, else the main one. */
export type AppUrls = { readonly finance: string; site(title?: string): string };

/** A mailed link in the browser that uses it, and what that browser speaks. */
export type OpeningLink = {
  readonly token: string;
  readonly device: string | null;
  readonly spokenLocale: string | null;
};

/** Links and sessions. */
export type SignIns = {
  issueLink(email: string, returnTo: string, lifetimeSeconds: number): Promise<Link>;
  /**
   * In one transaction: uses the link up, asks `decide` who signs in, saves and announces what
   * that changes, and opens a session. Refuses with `sign-in-link-invalid`.
   */
  redeem(
    link: OpeningLink,
    decide: (known: KnownOfAddress) => Settlement,
  ): Promise<OpenedSession & { readonly readerId: string; readonly returnTo: string }>;
  /** Refuses with `reader-not-found` or `reader-already-verified`. */
  openProvisional(readerId: string): Promise<OpenedSession>;
  holderOf(sessionToken: string): Promise<SessionHolder | null>;
  end(sessionToken: string): Promise<void>;
  /** Deletes links and sessions whose time is over, and the addresses in them. */
  forgetExpired(): Promise<void>;
};

/** Sessions that ended, or whose account changed, by the hashes of their tokens. */
export type ChangedSessions = {
  readonly hashes: readonly string[];
  /** From where to ask on. What committed before it was handed out is in the answers so far. */
  readonly cursor: string;
  /** False where nobody can say what has changed since: then it may be any session. */
  readonly isComplete: boolean;
};

export type SessionChanges = {
  /** Some may be told twice, and none is left out, also of those that committed late. */
  since(cursor: string | null): Promise<ChangedSessions>;
};

/** What opens an open link by hand: `attempt` stays in the browser that asked, `code` stands in the mail. */
export type SignInCode = { readonly attempt: string; readonly code: string };

export type SignInCodes = {
  /** A code that stands for the link for as long as that works. */
  issue(link: Link): Promise<SignInCode>;
  /**
   * Counts a try and answers with the link's token. Refuses with `sign-in-code-wrong`, and after
   * five tries, like a link that is spent, with `sign-in-link-invalid`.
   */
  open(code: SignInCode): Promise<string>;
};

/** One open session of an account, as its owner sees it. */
export type OwnSession = {
  readonly id: string;
  readonly device: string | null;
  readonly startedAt: Date;
  readonly expiresAt: Date;
  readonly current: boolean;
};

/** That a browser was let in, in machine time. */
export type SignedIn = { readonly id: bigint; readonly at: Date; readonly device: string | null };

export type SignInRecord = {
  /** Of a reader and of those who became part of their account, the newest first, from behind `after`. */
  of(readerId: string, page: { after: bigint | null; limit: number }): Promise<readonly SignedIn[]>;
};

/** All that identity keeps of an account. */
export type AccountRecord = {
  readonly readerId: string;
  readonly email: string;
  readonly role: Role;
  readonly since: Date;
  readonly locale: string | null;
  readonly zone: string | null;
  readonly spokenLocale: string | null;
  readonly merged: readonly string[];
  readonly sessions: readonly OwnSession[];
  readonly signIns: readonly SignedIn[];
};

/** What the owner of an account does with it, known by one of its sessions; without one, `session-ended`. */
export type OwnAccount = {
  sessions(sessionToken: string): Promise<OwnSession[]>;
  /** One other session, or all others. Answers how many. */
  endOthers(sessionToken: string, id: string | null): Promise<number>;
  record(sessionToken: string): Promise<AccountRecord>;
  choose(sessionToken: string, habits: Habits): Promise<void>;
};

export type AccountName = { readonly readerId: string; readonly email: string };

/** What a browser needs to make or use a passkey, and the name of that try, which it hands back. */
export type Ceremony = { readonly options: object; readonly ceremony: string; readonly expiresAt: Date };

/** What an authenticator said. Only better-auth looks into it. */
export type FromAuthenticator = { readonly id: string; readonly [part: string]: unknown };

export type MadePasskey = AtTitle & {
  readonly ceremony: string;
  readonly response: FromAuthenticator;
  readonly name: string;
};

export type SignedByPasskey = AtTitle & {
  readonly ceremony: string;
  readonly response: FromAuthenticator;
  readonly device: string | null;
  readonly spokenLocale: string | null;
};

export type OwnPasskey = {
  readonly id: string;
  readonly name: string;
  readonly addedAt: Date;
  readonly lastUsedAt: Date | null;
  readonly synced: boolean;
  /** The key of the title at whose address it was made. */
  readonly title: string;
};

/** At which of the house's titles; the main one where it is not said. A passkey of one is none of another. */
export type AtTitle = { readonly title?: string | undefined };

/** Keys on devices of an account's owner. Refuses what is no good with `passkey-refused`. */
export type Passkeys = {
  begin(account: AccountName, at: AtTitle): Promise<Ceremony>;
  add(account: AccountName, made: MadePasskey): Promise<void>;
  beginSignIn(at: AtTitle): Promise<Ceremony>;
  signIn(signed: SignedByPasskey): Promise<OpenedSession & { readonly readerId: string }>;
  of(readerId: string): Promise<OwnPasskey[]>;
  /** Refuses with `passkey-not-found` when it is not theirs. */
  rename(readerId: string, change: { readonly id: string; readonly name: string }): Promise<void>;
  remove(readerId: string, id: string): Promise<void>;
};

/** Mailed links that do one thing to one account. What they do commits with their use. */
export type AccountActions = {
  /** A link for each address, both of which must be used within a day. */
  openEmailChange(readerId: string, email: string): Promise<{ old: Link; new: Link }>;
  /**
   * Uses one of the two up. With the second the address is changed, and `settle` says what becomes of
   * readers that bought with it. Refuses with `action-link-invalid` or `address-has-account`.
   */
  useEmailChange(
    token: string,
    settle: (known: KnownOfAddress) => Settlement,
  ): Promise<{ readonly oldEmail: string; readonly locale: string | null } | null>;
  /** Works for an hour. */
  openErasure(readerId: string): Promise<Link>;
  /** Deletes the account of this reader, and announces it. Answers the address, for one last mail. */
  useErasure(readerId: string, token: string): Promise<string>;
};

/** A second factor beside the mailed link, for staff. Codes are without spaces. */
export type SecondFactors = {
  /** Answers an `otpauth:` address. Refuses with `second-factor-kept` where there is one. */
  begin(sessionToken: string): Promise<string>;
  /** Takes the app's first code. Refuses with `second-factor-wrong`. */
  confirm(
    sessionToken: string,
    code: string,
  ): Promise<OpenedSession & { readonly backupCodes: readonly string[] }>;
  /** Takes a code of the app or a backup code, each once. Refuses with `second-factor-wrong`. */
  pass(
    sessionToken: string,
    code: string,
  ): Promise<OpenedSession & { readonly backupCodesLeft: number; readonly isBackupCode: boolean }>;
  /** Ten new ones; the old ones are worth nothing. */
  renewCodes(sessionToken: string): Promise<readonly string[]>;
  /** Answers where to write about it. Refuses with `account-not-found`. */
  reset(accountId: string, by: string): Promise<{ readonly email: string; readonly locale: string | null }>;
};

/** What a browser brings back from the organisation; `ceremony` is what it was given when it began. */
export type ReturnedStaff = {
  readonly ceremony: string;
  readonly code: string;
  readonly state: string;
  readonly issuer: string | null;
  readonly device: string | null;
};

/** The organisation's own sign-in. */
export type StaffProvider = {
  readonly name: string;
  /** Refuses with `temporarily-unavailable` while it does not answer. */
  begin(): Promise<Omit<Ceremony, 'options'> & { readonly url: string }>;
  /** The account that was signed in to by this subject before. */
  linked(subject: string): Promise<{ readonly email: string; readonly role: Role } | null>;
  /**
   * Opens a session for whom `settle` lets through. Refuses with `staff-sign-in-refused` what the
   * organisation does not vouch for, and what was begun in another browser, or used before.
   */
  finish(
    returned: ReturnedStaff,
    decide: {
      settle(claims: StaffClaims): Promise<void>;
      showedFactor(claims: StaffClaims): boolean;
    },
  ): Promise<OpenedSession & { readonly readerId: string }>;
};

export type StaffMember = {
  readonly readerId: string;
  readonly email: string;
  readonly role: Role;
  readonly hasApp: boolean;
  readonly passkeys: number;
  /** Whether they have signed in by the organisation's own sign-in. */
  readonly hasProvider: boolean;
};

export type StaffAct = {
  readonly at: Date;
  readonly accountId: string;
  readonly by: string;
  readonly what: string;
  readonly role: string | null;
};

/** Who has a role, and what was done to whose, newest first. */
export type StaffDesk = { all(): Promise<StaffMember[]>; log(): Promise<StaffAct[]> };

export type AccountMail = {
  readonly about:
    | 'email-change-old'
    | 'email-change-new'
    | 'email-changed'
    | 'erasure'
    | 'erased'
    | 'passkey-added'
    | 'second-factor-added'
    | 'second-factor-reset'
    | 'backup-code-used';
  readonly id: string;
  readonly email: string;
  /** Of the house's titles the one in whose name it is written; the main one where it is not said. */
  readonly title?: string | undefined;
  readonly url: string;
  readonly expiresAt: Date;
  /** Null where nobody knows how its reader speaks. */
  readonly locale: string | null;
};

export type SignInMail = Omit<AccountMail, 'about'> & { readonly code: string };

export type SignInMails = {
  send(mail: SignInMail): Promise<void>;
  sendAbout(mail: AccountMail): Promise<void>;
};

export type MailedActions = {
  sign(action: MailedAction): string;
  /** Null for what nobody here has signed. */
  read(token: string): MailedAction | null;
};

export type ReaderTokens = {
  /** Good for that purpose and that subject alone, at services that have such a purpose. */
  issueFor(action: {
    readerId: string;
    purpose: Purpose;
    subject: string;
  }): Promise<{ token: string; expiresAt: Date }>;
  issue(holder: SessionHolder): Promise<{ token: string; expiresAt: Date }>;
};

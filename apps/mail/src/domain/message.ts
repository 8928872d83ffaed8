import type { NoticeData } from '@gatefold/events';

/** What a mail is about. The address of a reader is asked of identity when the mail is sent. */
export type Matter =
  | { readonly kind: 'notice'; readonly notice: NoticeData }
  /** Somebody who may have no account: the address travels with the matter, and leaves with it. */
  | {
      readonly kind: 'sign-in';
      readonly email: string;
      readonly url: string;
      readonly expiresAt: string;
      readonly title?: string | undefined;
      readonly code?: string | undefined;
      readonly locale?: string | undefined;
    }
  /** One thing that is to be done, or was done, to an account. */
  | {
      readonly kind: 'account';
      readonly about: AccountMatter;
      readonly email: string;
      readonly url: string;
      readonly title?: string | undefined;
      readonly expiresAt: string;
      readonly locale?: string | undefined;
    }
  | SeatMatter
  /** An issue of a newsletter, for one of those who asked for it. */
  | { readonly kind: 'newsletter'; readonly readerId: string; readonly issueId: string };

export type SeatMatter =
  /** Somebody who may have no account is asked to take a seat in a group. */
  | {
      readonly kind: 'seat-invitation';
      readonly email: string;
      readonly group: string;
      readonly invitation: string;
      readonly title?: string | undefined;
    }
  /** Whoever pays for the group hears that a seat was taken. */
  | {
      readonly kind: 'seat-taken';
      readonly readerId: string;
      readonly group: string;
      readonly title?: string | undefined;
    };

export type AccountMatter =
  | 'email-change-old'
  | 'email-change-new'
  | 'email-changed'
  | 'erasure'
  | 'erased'
  | 'passkey-added'
  | StaffMatter;

/** Of those who have a role. */
export type StaffMatter = 'second-factor-added' | 'second-factor-reset' | 'backup-code-used';

export type Status = 'due' | 'sending' | 'sent' | 'uncertain' | 'failed';

export type Message = {
  readonly id: string;
  readonly matter: Matter;
  /** How often somebody has begun to send it, this time included. */
  readonly attempts: number;
};

/** The title of the house in whose name it is written, by its key; the main one where nobody has said. */
export function titleIn(matter: Matter): string | undefined {
  if (matter.kind === 'notice') return matter.notice.publication;
  return 'title' in matter ? matter.title : undefined;
}

export function kindOf(matter: Matter): string {
  switch (matter.kind) {
    case 'notice':
      return matter.notice.kind;
    case 'sign-in':
      return 'sign-in-link';
    case 'account':
      return matter.about;
    case 'seat-invitation':
    case 'seat-taken':
    case 'newsletter':
      return matter.kind;
  }
}

/** Two matters with the same key are one mail. */
export function causeKeyOf(matter: Matter, id: string): string {
  if (matter.kind === 'notice') return matter.notice.causeKey;
  if (matter.kind === 'newsletter') return `newsletter/${matter.issueId}/${matter.readerId}`;
  return `${matter.kind}/${id}`;
}

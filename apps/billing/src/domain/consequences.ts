import type { NewId } from '@gatefold/kernel';
import { announce, type Announcement } from './announce.ts';
import type { AuditNote } from './audit.ts';
import type { Change, WantedCall, WantedCase } from './change.ts';
import { nextDue, type Due } from './due.ts';
import { checkBalanced, documentsOf, type Entry } from './ledger.ts';
import { noticeData, noticesOf } from './notices.ts';
import type { Reminding } from './reminders.ts';
import { billingEventsOf, type BillingEvent } from './record.ts';
import type { Subscription } from './subscription.ts';

/** What a decision comes to: the new state, and what has happened on the way to it. */
export type Decided = {
  readonly next: Subscription;
  readonly changes: readonly Change[];
  readonly calls?: readonly WantedCall[];
  readonly cases?: readonly WantedCase[];
  /** Who decided it, when somebody did. */
  readonly note?: AuditNote;
};

/** Everything that is saved together, or not at all. */
export type Consequences = {
  readonly next: Subscription;
  readonly changes: readonly Change[];
  readonly announcements: readonly Announcement[];
  /** Each with the entries of the documents journal that it causes. */
  readonly events: readonly {
    readonly id: string;
    readonly event: BillingEvent;
    readonly entries: readonly Entry[];
  }[];
  /** Announced only if no notice with this cause key was before. */
  readonly notices: readonly { readonly causeKey: string; readonly announcement: Announcement }[];
  readonly due: Due | null;
  readonly calls: readonly WantedCall[];
  readonly cases: readonly WantedCase[];
  readonly note: AuditNote | null;
};

/** What a decision means for the ledger, for readers, for finance and for the rest of the company. */
export function consequencesOf(
  { next: decided, changes, calls = [], cases = [], note }: Decided,
  { now, reminding, newId }: { now: Date; reminding: Reminding; newId: NewId },
): Consequences {
  const { notices, reminders } = noticesOf(changes, decided, { now, reminding });
  const reminded = { ...decided, reminders: [...decided.reminders, ...reminders] };
  const { announcements, next } = announce(changes, reminded);
  const events = changes.map((change) => {
    const entries = documentsOf([change]);
    entries.forEach(checkBalanced);
    return { id: newId(), event: billingEventsOf([change], next)[0]!, entries };
  });
  return {
    next,
    changes,
    announcements,
    events,
    notices: notices.map((notice) => {
      const data = noticeData(notice, next, newId);
      return {
        causeKey: notice.causeKey,
        announcement: {
          topic: 'billing.notice.v1',
          type: 'notice.due',
          subject: data.noticeId,
          sequence: 1,
          key: next.readerId,
          data,
        },
      };
    }),
    due: nextDue(next, { now, reminding }),
    calls,
    cases,
    note: note ?? null,
  };
}

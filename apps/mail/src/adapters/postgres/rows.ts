import { NoticeData } from '@gatefold/events';
import type { Matter } from '../../domain/message.ts';
import type { Seal } from '../seal.ts';

export type Row = {
  readonly id: string;
  readonly attempts: number;
  readonly notice: unknown;
  readonly sealed: string | null;
  readonly reader_id: string | null;
  /** Only mails of an issue have one. */
  readonly issue_id: string | null;
  readonly due_at: Date;
};

type Columns = {
  readonly readerId: string | null;
  readonly notice: string | null;
  readonly sealed: string | null;
  readonly issueId: string | null;
};

/** A notice holds ids and amounts and may be read by anybody who may read the table; an address may not. */
export function columnsOf(matter: Matter, { id, seal }: { id: string; seal: Seal }): Columns {
  switch (matter.kind) {
    case 'notice':
      return { ...none, readerId: matter.notice.readerId, notice: JSON.stringify(matter.notice) };
    case 'newsletter':
      return { ...none, readerId: matter.readerId, issueId: matter.issueId };
    case 'sign-in':
    case 'account':
    case 'seat-invitation':
    case 'seat-taken':
      return { ...none, sealed: seal.close(JSON.stringify(matter), id) };
  }
}

const none: Columns = { readerId: null, notice: null, sealed: null, issueId: null };

/** Null when it cannot be read any more, such as when its key is gone. */
export function matterOf({ id, notice, sealed, ...row }: Row, seal: Seal): Matter | null {
  try {
    if (row.issue_id !== null && row.reader_id !== null)
      return { kind: 'newsletter', readerId: row.reader_id, issueId: row.issue_id };
    if (sealed !== null) return JSON.parse(seal.open(sealed, id)) as Matter;
    return { kind: 'notice', notice: NoticeData.parse(notice) };
  } catch {
    return null;
  }
}

export const oldestFirst = (a: Row, b: Row): number =>
  a.due_at.getTime() - b.due_at.getTime() || (a.id < b.id ? -1 : 1);

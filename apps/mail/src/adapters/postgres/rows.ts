import { NoticeData } from '@gatefold/events';
import type { Matter } from '../../domain/message.ts';
import type { Seal } from '../seal.ts';

export type Row = {
  readonly id: string;
  readonly attempts: number;
  readonly notice: unknown;
  readonly sealed: string | null;
  readonly due_at: Date;
};

type Columns = {
  readonly readerId: string | null;
  readonly notice: string | null;
  readonly sealed: string | null;
};

/** A notice holds ids and amounts and may be read by anybody who may read the table; an address may not. */
export function columnsOf(matter: Matter, { id, seal }: { id: string; seal: Seal }): Columns {
  switch (matter.kind) {
    case 'notice':
      return { readerId: matter.notice.readerId, notice: JSON.stringify(matter.notice), sealed: null };
    case 'sign-in':
    case 'account':
    case 'seat-invitation':
    case 'seat-taken':
      return { readerId: null, notice: null, sealed: seal.close(JSON.stringify(matter), id) };
  }
}

/** Null when it cannot be read any more, such as when its key is gone. */
export function matterOf({ id, notice, sealed }: Row, seal: Seal): Matter | null {
  try {
    if (sealed !== null) return JSON.parse(seal.open(sealed, id)) as Matter;
    return { kind: 'notice', notice: NoticeData.parse(notice) };
  } catch {
    return null;
  }
}

export const oldestFirst = (a: Row, b: Row): number =>
  a.due_at.getTime() - b.due_at.getTime() || (a.id < b.id ? -1 : 1);

import { isId } from '@gatefold/kernel';
import { refuse } from '../domain/refusals.ts';
import type { Position } from '../usecases/ports.ts';

export const toCursor = ({ at, articleId }: Position): string => `${at.getTime()}_${articleId}`;

/** Refuses with `cursor-invalid` what `toCursor` did not write. */
export function fromCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  const [time = '', articleId = ''] = cursor.split('_');
  if (!/^-?\d{1,15}$/.test(time) || !isId(articleId)) throw refuse('cursor-invalid');
  return { at: new Date(Number(time)), articleId };
}

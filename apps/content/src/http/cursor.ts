import { isId } from '@gatefold/kernel';
import { refuse } from '../domain/refusals.ts';
import type { Position } from '../usecases/ports.ts';

export const toCursor = ({ publishedAt, id }: Position): string => `${publishedAt.getTime()}_${id}`;

/** Refuses with `cursor-invalid` what `toCursor` did not write. */
export function fromCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  const [time = '', id = ''] = cursor.split('_');
  if (!/^-?\d{1,15}$/.test(time) || !isId(id)) throw refuse('cursor-invalid');
  return { publishedAt: new Date(Number(time)), id };
}

import { isId } from '@gatefold/kernel';
import { refuse } from '../domain/refusals.ts';
import type { EventPlace } from '../usecases/finance-ports.ts';

/** A place in a list by instant and id, as callers hand it back. */
export const toCursor = ({ at, id }: EventPlace): string =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

export function fromCursor(cursor: string): EventPlace {
  const [instant = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const when = new Date(instant);
  if (Number.isNaN(when.getTime()) || !isId(id)) throw refuse('cursor-invalid');
  return { at: when, id };
}

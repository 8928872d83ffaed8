import type { NewId } from '@gatefold/kernel';

/** The id with this number: always the same, a well-formed UUIDv7, and in the order of the numbers. */
export const anId = (number: number): string =>
  `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** Ids 1, 2, 3 … in turn; `from` keeps two sources apart. */
export function countingIds(from = 1): NewId {
  let next = from;
  return () => anId(next++);
}

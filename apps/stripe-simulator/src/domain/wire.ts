/** What every Stripe object is made of. Amounts are minor units, instants whole seconds since 1970, as on the wire. */
export type Metadata = Readonly<Record<string, string>>;

export type ListOf<T> = {
  readonly object: 'list';
  readonly data: readonly T[];
  readonly has_more: boolean;
  readonly total_count?: number;
  readonly url: string;
};

/** The hour, and where new ids come from: what the outside world lends to a pure function that makes an object. */
export type Making = {
  readonly now: number;
  /** The test clock that `now` was read from; unset for the server's own. */
  readonly clock?: string | null;
  newId(prefix: string): string;
};

/** The API version whose shapes these are. Callers that ask for another one are refused. */
export const apiVersion = '2026-10-28.endive';

/** Stripe gives null where nothing was given. */
export const orNull = <T>(given: T | null | undefined): T | null => given ?? null;

export const minute = 60;
export const hour = 60 * minute;
export const day = 24 * hour;

export const listOf = <T>(url: string, data: readonly T[]): ListOf<T> => ({
  object: 'list',
  data,
  has_more: false,
  total_count: data.length,
  url,
});

/** Metadata after an update: an empty value deletes its key, other keys stay. */
export function mergeMetadata(current: Metadata, given: Metadata | undefined): Metadata {
  const merged = { ...current, ...given };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

import { formatMoney, type Money } from '@gatefold/kernel';
import type { Catalogue, Known } from './on-sale.ts';
import type { Offer } from './offer.ts';

export type FieldChange = {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
};

export type CatalogueChange = {
  readonly what: 'offer' | 'gift' | 'code' | 'rules';
  readonly key: string;
  readonly change: 'new' | 'changed' | 'back' | 'withdrawn' | 'same';
  readonly version: number | null;
  readonly fields: readonly FieldChange[];
};

/** The fields of a thing as text, by their place in the file. */
function textOf(value: unknown, place = ''): Map<string, string> {
  if (value === undefined || value === null) return new Map();
  if (isMoney(value)) return new Map([[place, formatMoney(value, 'en-US')]]);
  if (value instanceof Date) return new Map([[place, value.toISOString()]]);
  if (typeof value !== 'object') return new Map([[place, String(value)]]);
  const entries = Object.entries(value).flatMap(([name, inner]) => [
    ...textOf(inner, `${place}${place === '' ? '' : '.'}${nameIn(value, name, inner)}`),
  ]);
  return new Map(entries);
}

/** Phases are known by their keys, so that one put between others changes only itself. */
const nameIn = (whole: object, name: string, inner: unknown): string =>
  Array.isArray(whole) && typeof inner === 'object' && inner !== null && 'key' in inner
    ? String(inner.key)
    : name;

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'currency' in value && 'amount' in value;

const withoutVersion = ({ version: _, ...rest }: { readonly version: number }) => rest;
const shown = (thing: object | null): Map<string, string> =>
  thing === null ? new Map() : textOf('version' in thing ? withoutVersion(thing as Versioned) : thing);

export const isSame = (a: object, b: object): boolean =>
  fieldsBetween(a, b).length === 0 && isSameOrder(a, b);

/** Phases in another order are other phases, though each is the same. */
const isSameOrder = (a: object, b: object): boolean => {
  const keys = (thing: object): string =>
    'phases' in thing ? (thing as Offer).phases.map(({ key }) => key).join() : '';
  return keys(a) === keys(b);
};

export function fieldsBetween(before: object | null, after: object | null): FieldChange[] {
  const [was, is] = [shown(before), shown(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

export function changesBetween(
  before: Catalogue | null,
  next: Catalogue,
  { versions, giftVersions }: Pick<Known, 'versions' | 'giftVersions'>,
): CatalogueChange[] {
  const codes = pairs(before?.promotions ?? [], next.promotions, ({ code }) => code).map(({ key, was, is }) =>
    changeOf('code', key, { was, is }),
  );
  return [
    ...versionedChanges('offer', { before: before?.offers ?? [], next: next.offers, versions }),
    ...versionedChanges('gift', { before: before?.gifts ?? [], next: next.gifts, versions: giftVersions }),
    ...codes,
    changeOf('rules', 'rules', { was: before?.rules ?? null, is: next.rules }),
  ];
}

type Versioned = { readonly key: string; readonly version: number };

function versionedChanges(
  what: 'offer' | 'gift',
  {
    before,
    next,
    versions,
  }: {
    readonly before: readonly Versioned[];
    readonly next: readonly Versioned[];
    readonly versions: readonly Versioned[];
  },
): CatalogueChange[] {
  return pairs(before, next, ({ key }) => key).map(({ key, was, is }) => ({
    ...changeOf(what, key, { was, is }),
    version: is?.version ?? null,
    ...(is !== null && was?.version !== is.version && versions.some((one) => isVersion(one, is))
      ? { change: 'back' as const }
      : {}),
  }));
}

const isVersion = (a: Versioned, b: Versioned): boolean => a.key === b.key && a.version === b.version;

type Pair<T> = { readonly was: T | null; readonly is: T | null };

function changeOf(what: CatalogueChange['what'], key: string, { was, is }: Pair<object>): CatalogueChange {
  const fields = fieldsBetween(was, is);
  const isAlike = was !== null && is !== null && isSame(was, is);
  const change = is === null ? 'withdrawn' : was === null ? 'new' : isAlike ? 'same' : 'changed';
  return { what, key, change, version: null, fields: change === 'withdrawn' ? [] : fields };
}

function pairs<T>(before: readonly T[], next: readonly T[], keyOf: (one: T) => string) {
  const keys = new Set([...next, ...before].map(keyOf));
  return [...keys].map((key) => ({
    key,
    was: before.find((one) => keyOf(one) === key) ?? null,
    is: next.find((one) => keyOf(one) === key) ?? null,
  }));
}

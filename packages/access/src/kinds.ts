import { grantSources } from './grant.ts';
import { numberOf, type Shapes } from './shapes.ts';

/** Bytes from `from` on, without `to`. */
export type Span = { from: number; to: number };

type Spelt = {
  readonly bytes: Uint8Array;
  readonly staleMs: number;
  readonly publication: Span;
  readonly bundle: Span;
  readonly features: Span;
  readonly source: Span;
};

type Kind = { readonly spelling: Uint8Array; readonly staleMs: number; readonly shape: number };

/** Shapes by the very bytes in which they were written, so that none is read twice. */
export type KindCache = {
  readonly shapes: Shapes;
  /** Mostly the next is of the same kind as the one before. */
  last: Kind | null;
  readonly known: Map<number, Kind>;
};

export const createKindCache = (shapes: Shapes): KindCache => ({ shapes, last: null, known: new Map() });

/** The number of a grant's shape; -1 where the bytes make no sense. */
export function kindOf(cache: KindCache, spelt: Spelt): number {
  if (cache.last !== null && isOf(cache.last, spelt)) return cache.last.shape;
  const hash = hashOf(spelt);
  const found = cache.known.get(hash);
  if (found !== undefined && isOf(found, spelt)) {
    cache.last = found;
    return found.shape;
  }
  const shape = read(cache.shapes, spelt);
  if (shape !== -1) cache.known.set(hash, { spelling: spellingOf(spelt), staleMs: spelt.staleMs, shape });
  return shape;
}

const isOf = ({ staleMs, spelling }: Kind, spelt: Spelt): boolean =>
  staleMs === spelt.staleMs && isSpelt(spelling, spelt);

function hashOf({ bytes, staleMs, publication, bundle, features, source }: Spelt): number {
  let hash = staleMs | 0;
  hash = mix(hash, bytes, publication);
  hash = mix(hash, bytes, bundle);
  hash = mix(hash, bytes, features);
  return mix(hash, bytes, source);
}

function mix(hash: number, bytes: Uint8Array, { from, to }: Span): number {
  let mixed = hash;
  for (let at = from; at < to; at += 1) mixed = (Math.imul(mixed, 31) + bytes[at]!) | 0;
  return Math.imul(mixed, 31);
}

const spansOf = ({ publication, bundle, features, source }: Spelt): Span[] => [
  publication,
  bundle,
  features,
  source,
];

function spellingOf(spelt: Spelt): Uint8Array {
  const parts = spansOf(spelt).map(({ from, to }) => [...spelt.bytes.subarray(from, to), 0]);
  return Uint8Array.from(parts.flat());
}

function isSpelt(spelling: Uint8Array, { bytes, publication, bundle, features, source }: Spelt): boolean {
  let at = isHere(spelling, 0, bytes, publication);
  at = isHere(spelling, at, bytes, bundle);
  at = isHere(spelling, at, bytes, features);
  return isHere(spelling, at, bytes, source) === spelling.length;
}

/** Where the next part begins; a number beyond any spelling where this one differs. */
// eslint-disable-next-line max-params -- a loop of the hottest path, where an object would be made for each call
function isHere(spelling: Uint8Array, begin: number, bytes: Uint8Array, { from, to }: Span): number {
  let at = begin;
  for (let byte = from; byte < to; byte += 1, at += 1) if (spelling[at] !== bytes[byte]) return 1e9;
  return spelling[at] === 0 ? at + 1 : 1e9;
}

const decoder = new TextDecoder();

function read(shapes: Shapes, { bytes, staleMs, publication, bundle, features, source }: Spelt): number {
  const textOf = ({ from, to }: Span): string => decoder.decode(bytes.subarray(from, to));
  const known = grantSources.find((candidate) => candidate === textOf(source));
  const list = listOf(textOf(features));
  if (known === undefined || list === null) return -1;
  return numberOf(shapes, {
    publication: textOf(publication),
    bundle: bundle.to === 0 ? null : textOf(bundle),
    features: list,
    source: known,
    staleMs,
  });
}

function listOf(text: string): string[] | null {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((entry) => typeof entry === 'string') ? list : null;
  } catch {
    return null;
  }
}

import { holds, type GrantSource } from './grant.ts';

/** What many grants have in common; a table keeps it once and names it by a number. */
export type Shape = {
  readonly publication: string;
  /** Null where the grant names its features itself. */
  readonly bundle: string | null;
  readonly features: readonly string[];
  readonly source: GrantSource;
  /** By how much a grant may be trusted longer than it lasts by one who hears nothing, in milliseconds. */
  readonly staleMs: number;
};

/** One thing that can be asked for, with a 1 for each shape that opens it. */
export type Want = {
  /** Null for any. */
  readonly publication: string | null;
  readonly feature: string;
  opens: Uint8Array;
};

export type Shapes = {
  readonly list: Shape[];
  readonly byKey: Map<string, number>;
  readonly wants: Map<string, Want>;
};

export const createShapes = (): Shapes => ({ list: [], byKey: new Map(), wants: new Map() });

/** The number of a shape, given on first sight. */
export function numberOf(shapes: Shapes, shape: Shape): number {
  const key = keyOf(shape);
  const known = shapes.byKey.get(key);
  if (known !== undefined) return known;
  const number = shapes.list.push(shape) - 1;
  shapes.byKey.set(key, number);
  for (const want of shapes.wants.values()) look(shapes, want);
  return number;
}

const keyOf = ({ publication, bundle, features, source, staleMs }: Shape): string =>
  JSON.stringify([publication, bundle, features, source, staleMs]);

/** What is asked for, prepared so that a grant is judged by one look. */
export function wantOf(shapes: Shapes, publication: string | null, feature: string): Want {
  const key = `${publication ?? ''}\n${feature}`;
  const known = shapes.wants.get(key);
  if (known !== undefined) return known;
  const want: Want = { publication, feature, opens: new Uint8Array(0) };
  look(shapes, want);
  shapes.wants.set(key, want);
  return want;
}

/**
 * Gives bundles the features that they hold now, for grants that were kept long ago too.
 *
 * A bundle of which `featuresOf` knows nothing keeps what it had.
 */
export function refill(
  shapes: Shapes,
  featuresOf: (bundle: { publication: string; bundle: string }) => readonly string[] | null,
): void {
  for (const [number, shape] of shapes.list.entries()) {
    if (shape.bundle === null) continue;
    const features = featuresOf({ publication: shape.publication, bundle: shape.bundle });
    if (features !== null) shapes.list[number] = { ...shape, features };
  }
  for (const want of shapes.wants.values()) look(shapes, want);
}

function look({ list }: Shapes, want: Want): void {
  const { publication, feature } = want;
  want.opens = Uint8Array.from(list, (shape) => (holds(shape, publication, feature) ? 1 : 0));
}

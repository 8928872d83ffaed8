import type { Kind, Of, StripeObject } from '../domain/objects.ts';
import type { RefusalCode } from '../domain/refusals.ts';
import type { Refusal } from '@gatefold/kernel';
import type { Metadata } from '../domain/wire.ts';
import type { Page, Unit, Where } from '../usecases/ports.ts';
import { refuse } from '../domain/refusals.ts';
import { shapeOfCall } from './derived.ts';
import { checkSimulated, schemaOf, type Given, type Mask } from './mask.ts';
import { readDerived } from './read-derived.ts';

/** A body that is no single object of ours: a list, a balance, a deletion. */
export type Plainly = { readonly plain: Readonly<Record<string, unknown>> };

/** What was done stays done although the answer is an error: a declined card leaves a failed charge. */
export type Kept = { readonly refusal: Refusal<RefusalCode> };

export type Answer = StripeObject | Plainly | Kept;

export type Call<P> = {
  readonly unit: Unit;
  readonly params: P;
  /** A part of the path. */
  at(name: string): string;
  /** The address under which the hosted pages are found. */
  readonly pageUrl: string;
};

export type Route = {
  readonly method: 'delete' | 'get' | 'post';
  readonly path: string;
  /** Reads the parameters, or refuses them the way Stripe does. */
  read(form: unknown): unknown;
  /** What it reads, as a JSON schema. */
  schema(): object;
  run(call: Call<never>): Answer;
};

type Derivation<P> = {
  simulates: Mask<P>;
  run: (call: Call<Given<P>>) => Answer;
  /** The path of a call with the same parameters, for one that Stripe documents and its package does not make. */
  like?: string;
};

/** Ties a call of Stripe's package to what it does. Its parameters `P` are read as the package declares them. */
export function call<P>(
  method: Route['method'],
  path: string,
  { simulates, run, like = path }: Derivation<P>,
): Route {
  const shape = shapeOfCall(method, like);
  if (shape === null) throw new Error(`Stripe's package has no call ${method} ${path}`);
  const mask = simulates as Parameters<typeof checkSimulated>[0];
  return {
    method,
    path,
    read(form) {
      const params = readDerived(shape, form);
      checkSimulated(mask, params);
      return params;
    },
    schema: () => schemaOf(shape, mask),
    run: run as Route['run'],
  };
}

/** The parameters by which every list is paged. */
export const pagingMask = { limit: true, starting_after: true, ending_before: true } as const;

/** Empty text stands for "none of them". */
export const metadataOf = (given: '' | Readonly<Record<string, unknown>> | undefined): Metadata | undefined =>
  given === '' ? {} : (given as Metadata | undefined);

type Range = {
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
};

/** A time that is asked for exactly, or a stretch of it. */
export const createdRange = (given: Range | number | undefined): Range | undefined =>
  typeof given === 'number' ? { gte: given, lte: given } : given;

type Paging = {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
};

/** One page of a list, newest first, as Stripe gives it. */
export function pageOf<K extends Kind>(
  { unit, params }: Pick<Call<Paging>, 'unit' | 'params'>,
  kind: K,
  { url, where = {}, keep }: { url: string; where?: Where; keep?: (object: Of<K>) => boolean },
): Plainly {
  const { limit = 10, starting_after: startingAfter, ending_before: endingBefore } = params;
  if (limit < 1 || limit > 100)
    throw refuse('parameter_invalid', 'Invalid limit: it is between 1 and 100.', { param: 'limit' });
  const page: Page<K> = {
    where,
    limit,
    startingAfter,
    endingBefore,
    ...(keep === undefined ? {} : { keep }),
  };
  const found = unit.page(kind, page);
  if (found === null)
    throw refuse('resource_missing', `No such ${kind}: '${startingAfter ?? endingBefore}'`, {
      param: startingAfter === undefined ? 'ending_before' : 'starting_after',
    });
  return { plain: { object: 'list', url, has_more: found.hasMore, data: found.data } };
}

export const deleted = (object: string, id: string): Plainly => ({ plain: { id, object, deleted: true } });

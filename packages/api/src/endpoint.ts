import type { z } from 'zod';

/**
 * One operation of a service, as its callers may rely on it.
 *
 * Paths carry parameters in braces, as OpenAPI writes them. `problems` lists the stable codes that
 * are special to this operation; every operation may also answer the common ones.
 */
export type Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> = {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly summary: string;
  /** Who may call: nobody needs a token, a reader (provisional included), a role of staff, or another service. */
  readonly caller: 'anyone' | 'reader' | 'finance' | 'editor' | 'admin' | 'service';
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly status: number;
  readonly answer: Answer;
  /** Where the answer is no JSON. */
  readonly media?: string;
  readonly problems: readonly string[];
};

/** Keeps the exact type, so that a part that is given is known to be there. */
export const endpoint = <E extends Endpoint>(definition: E): E => definition;

/** The path as Express writes it: `/v1/articles/:slug`. */
export const expressPath = ({ path }: { readonly path: string }): string =>
  path.replaceAll(/\{(\w+)\}/g, ':$1');

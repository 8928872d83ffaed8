import { ApiProblem, billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { redirect } from 'react-router';
import type { z } from 'zod';
import { asPage } from '../features/problem/problem.ts';
import { listHref, pageLinks, type PageLinks } from '../words/pages-of.ts';
import type { Visit } from './visit.ts';

type Listed = z.output<typeof billing.listBillingEvents.answer>;
export type BillingEvent = Listed['data'][number];

export type EventPage =
  | { readonly kind: 'page'; readonly events: readonly BillingEvent[]; readonly links: PageLinks }
  /** The cursor in the address is none. */
  | { readonly kind: 'no-such-place'; readonly newest: string };

type List = {
  /** Where the list is, with its parameters but for the place. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string | undefined>>;
  /** What billing is asked. */
  readonly query: Readonly<Record<string, string>>;
  readonly perPage: number;
};

/** One page of a list, newest first, at the place that the address names. */
export async function eventPage(visit: Visit, list: List, request: Request): Promise<EventPage> {
  const { path, parameters, query, perPage } = list;
  const place = placeOf(new URL(request.url).searchParams);
  if (place === null) return { kind: 'no-such-place', newest: listHref(path, parameters) };
  try {
    const { data, ...cursors } = await visit.asPerson.billing.call(billing.listBillingEvents, {
      query: { ...query, ...place, limit: perPage },
    });
    // Back at the top: the same as the first page, which is full and has the shorter address.
    if (place.before !== undefined && cursors.previousCursor === null)
      throw redirect(listHref(path, parameters), 303);
    return { kind: 'page', events: data, links: pageLinks(path, parameters, cursors) };
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'cursor-invalid')
      return { kind: 'no-such-place', newest: listHref(path, parameters) };
    throw asPage(error, pathOf(request));
  }
}

const LONGEST = 200;

/** Null when the address names two places, or one that is too long to be any. */
function placeOf(search: URLSearchParams): { after?: string; before?: string } | null {
  const after = search.get('after');
  const before = search.get('before');
  if ((after !== null && before !== null) || (after ?? before ?? '').length > LONGEST) return null;
  return { ...(after === null ? {} : { after }), ...(before === null ? {} : { before }) };
}

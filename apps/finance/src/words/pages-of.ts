/** Where a list goes on, by billing's cursors. */
export type Cursors = { readonly nextCursor: string | null; readonly previousCursor: string | null };

export type PageLinks = {
  readonly older: string | null;
  readonly newer: string | null;
  /** Null on the page that has the newest. */
  readonly newest: string | null;
};

/** The address of a list with these parameters, the same for the same list. */
export function listHref(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) search.set(name, value);
  return search.size === 0 ? path : `${path}?${search}`;
}

/** Of a list that leads to older rows only. */
export function forwardLinks(
  path: string,
  { after, ...parameters }: Readonly<Record<string, string | undefined>>,
  nextCursor: string | null,
): PageLinks {
  const links = pageLinks(path, parameters, { nextCursor, previousCursor: null });
  return after === undefined ? links : { ...links, newest: listHref(path, parameters) };
}

/** One step in each direction. The place is in the address, so it survives a reload and the Back key. */
export function pageLinks(
  path: string,
  parameters: Readonly<Record<string, string | undefined>>,
  { nextCursor, previousCursor }: Cursors,
): PageLinks {
  const to = (cursor: Record<string, string>): string => listHref(path, { ...parameters, ...cursor });
  return {
    older: nextCursor === null ? null : to({ after: nextCursor }),
    newer: previousCursor === null ? null : to({ before: previousCursor }),
    newest: previousCursor === null ? null : to({}),
  };
}

import { home, ownPath, type OwnPath } from '@gatefold/web-kit/own-path';

/** What a browser keeps while it is at the organisation: what it was given, and the page that it wanted. */
type Leaving = { readonly ceremony: string; readonly next: OwnPath };

export const writeLeaving = ({ ceremony, next }: Leaving): string => `${ceremony} ${next}`;

/** Null for what nobody here has written. */
export function readLeaving(kept: string | null): Leaving | null {
  const space = kept?.indexOf(' ') ?? -1;
  if (kept === null || space < 1) return null;
  return { ceremony: kept.slice(0, space), next: ownPath(kept.slice(space + 1)) ?? home };
}

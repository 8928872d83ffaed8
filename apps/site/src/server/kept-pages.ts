/** A page as it went out, but for what each answer has for itself. */
export type KeptPage = {
  readonly article: string;
  /** Names and values by turns, the length included. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  readonly etag: string | null;
  /** What it was made of; a page of another edition is of no use. */
  readonly edition: number;
  /** Business time: the page names its day, and nothing is known of what it would say after `until`. */
  readonly from: number;
  readonly until: number;
  /** Machine time. */
  readonly madeAt: number;
};

export type Moment = { readonly edition: number; readonly business: number; readonly machine: number };

export type KeptPages = {
  keep(key: string, page: KeptPage): void;
  /** Null where there is none for this moment, and for the one who is to make an old one anew. */
  at(key: string, moment: Moment): KeptPage | null;
  readonly bytes: number;
  readonly size: number;
};

/**
 * From this age on one request makes the page anew, while the others still get it: something may have been published by
 * the clock, of which nobody tells. Machine time.
 */
export const OLD_MS = 300_000;
/** And from this one on nobody gets it. */
export const LASTS_MS = 360_000;
/** How long the others wait for the one. */
const PATIENCE_MS = 5_000;

/** What a page weighs besides its text: its headers and its place here. */
const BESIDE = 2_048;

/** Pages by article and variant, as many as fit; the one made longest ago goes first. */
export function createKeptPages(mostBytes: number): KeptPages {
  const pages = new Map<string, { readonly page: KeptPage; askedAnewAt: number }>();
  let bytes = 0;

  const drop = (key: string): void => {
    const known = pages.get(key);
    if (known === undefined) return;
    bytes -= weightOf(known.page);
    pages.delete(key);
  };

  return {
    keep(key, page) {
      drop(key);
      if (weightOf(page) > mostBytes) return;
      pages.set(key, { page, askedAnewAt: -Infinity });
      bytes += weightOf(page);
      for (const oldest of pages.keys()) {
        if (bytes <= mostBytes) return;
        drop(oldest);
      }
    },
    at(key, { edition, business, machine }) {
      const known = pages.get(key);
      if (known === undefined) return null;
      const { page } = known;
      const age = machine - page.madeAt;
      if (page.edition !== edition || business < page.from || business >= page.until) return null;
      if (age >= LASTS_MS) return null;
      if (age < OLD_MS || machine < known.askedAnewAt + PATIENCE_MS) return page;
      known.askedAnewAt = machine;
      return null;
    },
    get bytes() {
      return bytes;
    },
    get size() {
      return pages.size;
    },
  };
}

const weightOf = ({ body }: KeptPage): number => body.length + BESIDE;

import { billing, content, type Client } from '@gatefold/api';
import { MINUTE, SECOND, type MachineClock } from '@gatefold/kernel';
import { localeOf, type Language } from '@gatefold/words';
import type { z } from 'zod';
import { opens, type Publication } from '../publication.ts';

export type Offer = z.output<typeof billing.listOffers.answer>['data'][number];
export type Section = z.output<typeof content.listSections.answer>['data'][number];

/** What is on many pages of a paper and changes seldom. Neither throws: a page is shown without it. */
export type Lookups = {
  /** The one on the paper's walls where none is named; null when billing cannot say what is for sale. */
  offer(key?: string): Promise<Offer | null>;
  /** What opens this paper together with others of the house; null where nothing does, or nobody can say. */
  together(): Promise<Offer | null>;
  sections(): Promise<readonly Section[]>;
};

type Deps = { readonly billing: Client; readonly content: Client; readonly clock: MachineClock };
type Spoken = { readonly paper: Publication; readonly language: Language };

type AllLookups = {
  in(spoken: Spoken): Lookups;
  /** Moves on whenever an answer is another than the one before. Asks anew, behind the answer, what is due. */
  edition(): number;
};

export function createLookups(deps: Deps): AllLookups {
  const state = { edition: 0 };
  const all: (() => void)[] = [];
  const noting = { clock: deps.clock, all, onChange: () => void (state.edition += 1) };
  const offersIn = kept((language: Language) => {
    const query = { locale: localeOf(language) };
    return remember(noting, 30 * SECOND, () =>
      deps.billing.call(billing.listOffers, { query }).then(({ data }) => data),
    );
  });
  const sectionsOf = kept((publication: string) =>
    remember(noting, 30 * SECOND, () =>
      deps.content.call(content.listSections, { query: { publication } }).then(({ data }) => data),
    ),
  );

  return {
    in: ({ paper, language }) => ({
      async offer(wanted = paper.offer) {
        const offers = await offersIn(language)();
        return offers?.find((offer) => offer.key === wanted && opens(offer, paper.key)) ?? null;
      },
      async together() {
        const offers = await offersIn(language)();
        return offers?.find((offer) => offer.alsoReads.length > 0 && opens(offer, paper.key)) ?? null;
      },
      sections: async () => (await sectionsOf(paper.key)()) ?? [],
    }),
    edition() {
      for (const again of all) again();
      return state.edition;
    },
  };
}

/** One for each key, made when it is first asked for. Keys are few: languages, papers. */
function kept<K, T>(make: (key: K) => T): (key: K) => T {
  const all = new Map<K, T>();
  return (key) => {
    const known = all.get(key) ?? make(key);
    all.set(key, known);
    return known;
  };
}

/** How long the last answer is used when no new one can be had. */
const STALE_MS = 30 * MINUTE;

/** Asks at most once in `freshMs` of machine time. Null when the answer is not known. */
function remember<T>(
  { clock, all, onChange }: { clock: MachineClock; all: (() => void)[]; onChange(): void },
  freshMs: number,
  ask: () => Promise<T>,
): () => Promise<T | null> {
  let last: { value: T; at: number } | null = null;
  let asking: Promise<T | null> | null = null;
  let askedAt = -Infinity;

  const refresh = async (now: number): Promise<T | null> => {
    askedAt = now;
    try {
      const value = await ask();
      if (last === null || JSON.stringify(value) !== JSON.stringify(last.value)) onChange();
      last = { value, at: now };
      return value;
    } catch {
      return last !== null && now < last.at + STALE_MS ? last.value : null;
    } finally {
      asking = null;
    }
  };

  const get = (): Promise<T | null> => {
    const now = clock.now().getTime();
    if (last !== null && now < last.at + freshMs) return Promise.resolve(last.value);
    return (asking ??= refresh(now));
  };
  // What no page has asked for is part of none.
  all.push(() => {
    const now = clock.now().getTime();
    if (last !== null && asking === null && now >= last.at + freshMs && now >= askedAt + SECOND) void get();
  });
  return get;
}

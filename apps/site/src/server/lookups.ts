import { billing, content, type Client } from '@gatefold/api';
import { MINUTE, SECOND, type MachineClock } from '@gatefold/kernel';
import { languages, localeOf, type Language } from '@gatefold/words';
import type { z } from 'zod';
import type { Publication } from '../publication.ts';

export type Offer = z.output<typeof billing.listOffers.answer>['data'][number];
export type Section = z.output<typeof content.listSections.answer>['data'][number];

/** What is on many pages and changes seldom, as one language says it. Neither throws: a page is shown without it. */
export type Lookups = {
  /** Null when billing cannot say what is for sale. */
  offer(paper: Publication, key?: string): Promise<Offer | null>;
  sections(): Promise<readonly Section[]>;
};

type Deps = { readonly billing: Client; readonly content: Client; readonly clock: MachineClock };

type AllLookups = {
  in(language: Language): Lookups;
  /** Moves on whenever an answer is another than the one before. */
  readonly edition: number;
};

export function createLookups(deps: Deps): AllLookups {
  const state = { edition: 0 };
  const kept = { clock: deps.clock, onChange: () => void (state.edition += 1) };
  const sections = remember(kept, 30 * SECOND, () =>
    deps.content.call(content.listSections).then(({ data }) => data),
  );

  const spoken = new Map(
    languages.map((language) => {
      const query = { locale: localeOf(language) };
      const offers = remember(kept, 30 * SECOND, () =>
        deps.billing.call(billing.listOffers, { query }).then(({ data }) => data),
      );
      return [language, lookupsIn(offers, sections)];
    }),
  );
  return {
    in: (language) => spoken.get(language) ?? lookupsIn(async () => null, sections),
    get edition() {
      return state.edition;
    },
  };
}

const lookupsIn = (
  offers: () => Promise<readonly Offer[] | null>,
  sections: () => Promise<readonly Section[] | null>,
): Lookups => ({
  async offer(paper, wanted = paper.offer) {
    const all = await offers();
    return all?.find(({ key, publication }) => key === wanted && publication === paper.key) ?? null;
  },
  sections: async () => (await sections()) ?? [],
});

/** How long the last answer is used when no new one can be had. */
const STALE_MS = 30 * MINUTE;

/** Asks at most once in `freshMs` of machine time. Null when the answer is not known. */
function remember<T>(
  { clock, onChange }: { clock: MachineClock; onChange(): void },
  freshMs: number,
  ask: () => Promise<T>,
): () => Promise<T | null> {
  let last: { value: T; at: number } | null = null;
  let asking: Promise<T | null> | null = null;

  const refresh = async (now: number): Promise<T | null> => {
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

  return () => {
    const now = clock.now().getTime();
    if (last !== null && now < last.at + freshMs) return Promise.resolve(last.value);
    return (asking ??= refresh(now));
  };
}

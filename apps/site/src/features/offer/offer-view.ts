import { formatTime, zoneName } from '@gatefold/ui/time';
import type { OfferInWords } from './wall.tsx';
import { headline, stepsInWords, timeline, type Phase } from './timeline.ts';

type Sold = {
  readonly phases: readonly Phase[];
  readonly benefits: readonly string[];
  readonly name: string;
};
type Habits = { readonly locale: string; readonly zone: string };

/** An offer as one who would pay at `now` reads it. */
export function offerInWords(offer: Sold, now: Date, { locale, zone }: Habits): OfferInWords {
  const day = (at: Date): string => formatTime(at, { zone, locale, precision: 'day' });
  return {
    headline: headline(offer.phases, locale) ?? offer.name,
    steps: stepsInWords(timeline(offer.phases, now), { locale, day }),
    benefits: offer.benefits,
    zone: zoneName(zone),
  };
}

import type { Voice } from '../../words/voice.ts';
import type { OfferInWords } from './wall.tsx';
import { headline, stepsInWords, timeline, type Phase } from './timeline.ts';

type Sold = {
  readonly phases: readonly Phase[];
  readonly benefits: readonly string[];
  readonly name: string;
};

/** An offer as one who would pay at `now` reads it. */
export const offerInWords = (offer: Sold, now: Date, voice: Voice): OfferInWords => ({
  headline: headline(offer.phases, voice) ?? offer.name,
  steps: stepsInWords(timeline(offer.phases, now), voice),
  benefits: offer.benefits,
});

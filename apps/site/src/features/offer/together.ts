import type { OwnPath } from '@gatefold/web-kit/own-path';
import { offerPath } from '../../coming-back.ts';
import type { Voice } from '../../words/voice.ts';
import { stepsInWords, timeline, type Phase } from './timeline.ts';

/** Another offer beside the one that is shown: its name, all its prices, and its own page. */
export type Together = { readonly href: string; readonly name: string; readonly prices: string };

type Sold = { readonly key: string; readonly name: string; readonly phases: readonly Phase[] };
type Shown = { readonly now: Date; readonly voice: Voice; readonly returnTo: OwnPath };

/** No price is left out: what it costs later stands beside what it costs first. */
export function besideIt(offer: Sold, { now, voice, returnTo }: Shown): Together {
  const amounts = stepsInWords(timeline(offer.phases, now), voice).map(({ amount }) => amount);
  const [first = '', ...later] = amounts;
  return {
    href: offerPath(returnTo, offer.key),
    name: offer.name,
    prices: later.reduce((before, after) => voice.say('wall.then', { before, after }), first),
  };
}

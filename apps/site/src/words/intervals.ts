import type { Voice } from './voice.ts';

export type Unit = 'day' | 'week' | 'month' | 'year';
export type Interval = { readonly unit: Unit; readonly count: number };

/** “four”, and figures from thirteen on. */
const inWords = (count: number, { say }: Voice): string =>
  say('path.numbers').split(' ')[count] ?? String(count);

/** “four weeks”. */
export const lengthOf = ({ unit, count }: Interval, voice: Voice): string =>
  voice.say('path.length', { unit, count, words: inWords(count, voice) });

/** “every four weeks”, “every month”. */
export const everyOf = ({ unit, count }: Interval, voice: Voice): string =>
  voice.say('path.every', { unit, count, words: inWords(count, voice) });

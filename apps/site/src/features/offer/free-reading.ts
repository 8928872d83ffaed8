import type { Voice } from '../../words/voice.ts';
import type { WallWords } from './wall-words.ts';

export type Meter = {
  readonly used: number;
  readonly of: number;
  readonly ofRegistered: number;
  readonly resetsAt: string;
};

/** Why somebody without a subscription reads this; null for everyone else. */
export function freeReading(reason: string, meter: Meter | undefined, { say, day }: Voice): string | null {
  if (reason === 'gift-link') return say('meter.gift');
  if (reason !== 'meter' || meter === undefined) return null;
  const { used, of, resetsAt } = meter;
  return used < of ? say('meter.used', { used, of }) : say('meter.last', { used, of, day: day(resetsAt) });
}

/** The wall of one whose month is used up: what a sign-in adds, else what a subscription does, and when it begins again. */
export function usedUp(meter: Meter, isSignedIn: boolean, { say, day }: Voice): WallWords {
  const { of, ofRegistered } = meter;
  const month = { of, day: day(meter.resetsAt) };
  const more = ofRegistered - of;
  if (isSignedIn || more <= 0)
    return {
      kicker: say('wall.for-subscribers'),
      title: null,
      says: say('meter.used-up', month),
      action: 'subscribe',
    };
  return {
    kicker: say('wall.register'),
    title: say('meter.more', { more }),
    says: say('meter.more-says', { ...month, all: ofRegistered }),
    action: 'sign-in',
  };
}

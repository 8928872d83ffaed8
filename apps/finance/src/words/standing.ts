import type { Tone } from './event-types.ts';

type State = {
  readonly phase: string;
  readonly endReason: string | null;
  readonly standing: 'ok' | 'collecting' | 'exhausted' | 'disputed';
  readonly intent: 'renewing' | 'cancelling';
};

type Words = { readonly words: string; readonly tone: Tone };

/** Phase, standing and intent as one line; what needs a look comes first. */
export function stateWords({ phase, endReason, standing, intent }: State): Words {
  if (phase === 'ended') return { words: `ended: ${spaced(endReason ?? 'no reason given')}`, tone: 'plain' };
  if (phase === 'pending') return { words: 'not paid yet', tone: 'plain' };
  const where = spaced(phase);
  if (standing !== 'ok') return { words: `${where}, ${troubles[standing]}`, tone: tones[standing] };
  return intent === 'cancelling'
    ? { words: `${where}, cancelled to the end of what is paid`, tone: 'warn' }
    : { words: `${where}, renews`, tone: 'ok' };
}

const troubles = {
  collecting: 'a charge failed and is tried again',
  exhausted: 'a charge failed for good',
  disputed: 'a payment is disputed',
} as const;
const tones = { collecting: 'warn', exhausted: 'bad', disputed: 'bad' } as const;

const spaced = (key: string): string => key.replaceAll(/[_-]/g, ' ');

const reasons: Readonly<Record<string, string>> = {
  subscription: 'a subscription is paid for',
  gift: 'somebody gave it as a present',
  comp: 'the paper gave it for free',
  group: 'a group has a seat for them',
  institution: 'their institution has it',
  meter: 'free articles are left this month',
  'gift-link': 'a subscriber sent them a link',
  goodwill: 'time was given back',
  free: 'it is free for everyone',
  registered: 'it is free for those who sign in',
  'not-signed-in': 'nobody is signed in',
  'no-plan': 'they never had it',
  ended: 'what they had is over',
  'payment-problem': 'a payment is missing and would bring it back',
  'wrong-plan': 'what they have does not include it',
  'meter-used-up': 'the free articles of this month are used up',
  'not-open-yet': 'it is not open yet',
  closed: 'it is closed',
  unknown: 'the rule makes no sense, which opens nothing',
};

/** Why entitlement says yes or no. */
export const reasonWords = (reason: string): string => reasons[reason] ?? reason;

import fc from 'fast-check';
import type { Roads } from './roads.ts';
import type { Trouble } from './stripe.ts';

/** Stripe's test cards, by what they do. */
export const cards = {
  good: '4242424242424242',
  'fails later': '4000000000000341',
  declined: '4000000000000002',
  'sends refunds back': '4000000000005126',
  'refunds slowly': '4000000000007726',
} as const;
export type Card = keyof typeof cards;
const plans = ['digital', 'reading', 'digital-yearly'] as const;
export type Plan = (typeof plans)[number];

/** What people, chance and time do. `who` is one of a few readers. */
export type Step =
  | {
      readonly do: 'buy';
      readonly who: number;
      readonly card: Card;
      readonly returns: boolean;
      readonly by: 'account' | 'e-mail';
    }
  | { readonly do: 'cancel' | 'undo' | 'end-now'; readonly who: number }
  | { readonly do: 'dispute' | 'lose-dispute'; readonly who: number }
  | { readonly do: 'change-card'; readonly who: number; readonly card: Card }
  | {
      readonly do: 'refund';
      readonly who: number;
      readonly part: 'all' | 'a third';
      readonly again: boolean;
      /** Whether Stripe's answer to it gets lost, or billing dies soon after the question. */
      readonly luck: 'good' | 'unheard' | 'deadly';
    }
  | { readonly do: 'pause'; readonly who: number; readonly days: number }
  | { readonly do: 'resume' | 'keep-plan'; readonly who: number }
  | { readonly do: 'change-plan'; readonly who: number; readonly to: Plan }
  | { readonly do: 'turn'; readonly hours: number }
  | { readonly do: 'die'; readonly after: number }
  | { readonly do: 'lose-answer'; readonly after: number }
  | { readonly do: 'trouble'; readonly after: number; readonly kind: Trouble };

export type Buying = Extract<Step, { do: 'buy' }>;
type Plain = Extract<Step, { do: 'cancel' | 'undo' | 'end-now' }>;
export type Disputing = Extract<Step, { do: 'dispute' | 'lose-dispute' }>;
export type Refunding = Extract<Step, { do: 'refund' }>;
type Steering = Extract<Step, { do: 'resume' | 'keep-plan' }>;

const who = fc.integer({ min: 1, max: 3 });
const card = fc.constantFrom<Card>(
  'good',
  'good',
  'good',
  'good',
  'fails later',
  'fails later',
  'declined',
  'sends refunds back',
  'refunds slowly',
);
const made = <T extends Step>(kind: T['do'], fields: { [K in Exclude<keyof T, 'do'>]: fc.Arbitrary<T[K]> }) =>
  fc.record({ do: fc.constant(kind), ...fields }) as fc.Arbitrary<Step>;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: made('buy', { who, card, returns: fc.boolean(), by: fc.constantFrom('account', 'e-mail') }),
  },
  { weight: 3, arbitrary: made<Plain>('cancel', { who }) },
  { weight: 2, arbitrary: made<Plain>('undo', { who }) },
  { weight: 1, arbitrary: made<Plain>('end-now', { who }) },
  { weight: 1, arbitrary: made<Disputing>('dispute', { who }) },
  { weight: 1, arbitrary: made<Disputing>('lose-dispute', { who }) },
  { weight: 2, arbitrary: made('change-card', { who, card }) },
  {
    weight: 2,
    arbitrary: made('refund', {
      who,
      part: fc.constantFrom('all', 'a third'),
      again: fc.boolean(),
      luck: fc.constantFrom('good', 'unheard', 'deadly'),
    }),
  },
  { weight: 2, arbitrary: made('pause', { who, days: fc.integer({ min: 1, max: 90 }) }) },
  { weight: 1, arbitrary: made<Steering>('resume', { who }) },
  { weight: 2, arbitrary: made('change-plan', { who, to: fc.constantFrom(...plans) }) },
  { weight: 1, arbitrary: made<Steering>('keep-plan', { who }) },
  {
    weight: 3,
    arbitrary: made('trouble', {
      after: fc.integer({ min: 1, max: 12 }),
      kind: fc.constantFrom('busy', 'conflict', 'broken', 'broken-after', 'slow', 'garbled'),
    }),
  },
  {
    weight: 8,
    arbitrary: made('turn', {
      hours: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 60 * 24 })),
    }),
  },
  { weight: 3, arbitrary: made('die', { after: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 2, arbitrary: made('lose-answer', { after: fc.integer({ min: 1, max: 12 }) }) },
);

const upTo = (longest: number) => fc.array(step, { minLength: 1, maxLength: longest, size: 'max' });

/** Most have up to `usual` steps; where `longest` is more, one in ten has up to that. */
export const histories = (usual: number, longest = usual) =>
  fc.record({
    seed: fc.integer({ min: 1, max: 1_000_000_000 }),
    roads: fc.record({
      lost: fc.constantFrom(0, 10, 50),
      late: fc.constantFrom(0, 20),
      repeated: fc.constantFrom(0, 20),
    }),
    steps:
      longest === usual
        ? upTo(usual)
        : fc.oneof({ weight: 9, arbitrary: upTo(usual) }, { weight: 1, arbitrary: upTo(longest) }),
  });

export type History = {
  readonly seed: number;
  readonly roads: Roads;
  readonly steps: readonly Step[];
};

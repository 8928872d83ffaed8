import { at, DAY, HOUR, plus } from '@gatefold/kernel';
import { countingIds } from '@gatefold/test-kit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue, houseRules } from '../../test/paper.ts';
import { aSubscription } from '../../test/builders.ts';
import { changePlan, keepPlan, quotePlan } from './change-plan.ts';
import type { WantedCall } from './change.ts';
import { arrive, reductionCalls } from './course.ts';
import type { Decided } from './consequences.ts';
import { giveNext } from './comp.ts';
import { withExpected } from './fold.ts';
import type { Offer } from './offer.ts';
import { pause, resume } from './pause.ts';
import { freezePath } from './price-path.ts';
import { quoteSkip, skipIntro } from './skip-intro.ts';
import { nextExpected, type Charge, type Subscription } from './subscription.ts';

/** What Stripe has been told: what it sells, for how much less, and when it charges next. */
type Told = { readonly list: bigint; readonly reduction: bigint };
type Life = { readonly of: Subscription; readonly told: Told; readonly now: Date };

const offerOf = (key: string): Offer => catalogue.find((offer) => offer.key === key)!;
const listOf = (price: string): bigint =>
  offerOf(price.replace(/-v\d+-list$/, '')).phases.at(-1)!.amount.amount;
const newId = countingIds();

const hear = (told: Told, calls: readonly WantedCall[]): Told =>
  calls.reduce((so, call) => {
    if (call.kind === 'steer') return { list: listOf(call.price), reduction: call.reduction.amount };
    return call.kind === 'set-reduction' ? { ...so, reduction: call.reduction.amount } : so;
  }, told);

/** The introduction is paid; as bought, a coupon takes off what the path says, until the path is moved. */
function bought(start: Date, key: string): Life {
  const path = freezePath(offerOf(key));
  const instants = { startedAt: start, anchor: plus(start, 28 * DAY) };
  const base = aSubscription({ path, instants, product: 'digital', publication: 'meridian', phase: 'intro' });
  const first = withExpected(
    { ...base, charges: [{ ...stub, period: { from: start, until: instants.anchor } }] },
    {
      path,
      instants,
      newId,
    },
  );
  return { of: { ...first, paidThrough: instants.anchor }, told: { list: 0n, reduction: 0n }, now: start };
}

const stub: Charge = {
  id: 'c0',
  index: 0,
  phase: 'intro',
  item: 'base',
  version: 1,
  amount: { amount: 100n, currency: 'USD' },
  period: { from: new Date(0), until: new Date(1) },
  status: 'paid',
  paidAt: null,
  attempts: 1,
  nextAttemptAt: null,
  stripeInvoiceId: 'in_0',
  stripeChargeId: 'ch_0',
  isBooked: true,
  credited: 0n,
  paidOutside: 0n,
  earned: 0n,
  owed: 0n,
  tax: 0n,
  refunds: [],
  reserved: [],
  dispute: null,
  sequence: 1,
};

/** The next charge comes, for what Stripe would take; that must be what the path promised. */
function renew({ of, told }: Life): Life {
  const due = nextExpected(of)!;
  if (of.instants.marks !== undefined) expect(told.list - told.reduction).toBe(due.amount.amount);
  const now = plus(due.period.from, HOUR);
  const paid = of.charges.map((charge) =>
    charge.id === due.id ? { ...charge, status: 'paid' as const } : charge,
  );
  const arrived = arrive({ ...of, charges: paid, paidThrough: due.period.until, phase: due.phase }, now);
  const next = withExpected(arrived, { path: of.path, instants: of.instants, newId });
  return { of: next, told: hear(told, reductionCalls(of, next)), now };
}

const acts = {
  pause: ({ of, now }: Life) =>
    pause(of, { until: plus(of.paidThrough!, 9 * DAY), rules: houseRules }, given(now)),
  resume: ({ of, now }: Life) => resume(of, given(now)),
  other: ({ of, now }: Life) => {
    const offer = offerOf(of.path.offer === 'digital' ? 'reading' : 'digital');
    return changePlan(of, { offer, accepted: quotePlan(of, offer, now) }, given(now));
  },
  keep: ({ of, now }: Life) => keepPlan(of, given(now)),
  skip: ({ of, now }: Life) => skipIntro(of, quoteSkip(of, now), given(now)),
  comp: ({ of, now }: Life) => giveNext(of, { after: of.paidThrough!, interval: null }, given(now)),
} satisfies Readonly<Record<string, (life: Life) => Decided>>;
const given = (now: Date) => ({ now, newId, commandId: newId() });

function act(life: Life, what: keyof typeof acts): Life {
  try {
    const { next, calls = [] } = acts[what](life);
    return { ...life, of: next, told: hear(life.told, calls) };
  } catch (error) {
    // Refused, with one of our reasons: nothing has happened.
    expect((error as { code?: string }).code).toMatch(/^[a-z-]+$/);
    return life;
  }
}

const steps = fc.array(
  fc.record({
    what: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
    days: fc.integer({ min: 1, max: 26 }),
  }),
  { maxLength: 12 },
);

test('whatever is changed on whatever day, thirteen charges are reduced and Stripe takes what was promised', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 * 366 }), steps, (day, wished) => {
      let life = bought(plus(at('2026-01-01T09:30:00Z'), day * DAY), 'digital');
      for (const { what, days } of wished) {
        life = act({ ...life, now: plus(life.now, days * DAY) }, what);
        if (plus(life.now, 2 * DAY) > life.of.paidThrough!) life = renew(life);
        else if (days % 2 === 0) life = renew(life);
      }
      for (let more = 0; more < 20; more += 1) life = renew(life);
      const phases = life.of.charges.filter(({ status }) => status === 'paid').map(({ phase }) => phase);
      expect(phases.filter((phase) => phase === 'year_one')).toHaveLength(13);
      expect(phases.lastIndexOf('year_one')).toBeLessThan(phases.indexOf('standard'));
      for (const [index, { period }] of life.of.charges.entries())
        expect(life.of.charges[index + 1]?.period.from.getTime() ?? Infinity).toBeGreaterThan(
          period.from.getTime(),
        );
    }),
    { numRuns: 300 },
  );
});

test('while a dearer plan waits for its charge nothing else moves the course, and the charge stays planned', () => {
  const start = at('2026-03-02T09:30:00Z');
  const cheaper = renew({ ...act(bought(start, 'digital'), 'other'), now: plus(start, 28 * DAY) });
  const dearer = act({ ...cheaper, now: plus(cheaper.now, 5 * DAY) }, 'other');
  expect(dearer.of.path.offer).toBe('digital');

  for (const what of ['pause', 'skip', 'comp'] as const)
    expect(() => acts[what](dearer)).toThrow(expect.objectContaining({ code: 'renewal-running' }) as Error);
  expect(nextExpected(dearer.of)?.period.from).toEqual(dearer.now);
  expect(() => acts.pause(renew(dearer))).not.toThrow();
});

/** Of four years, which days are begun on: all of them in a campaign. */
const EVERY = Number(process.env['EVERY_NTH_DAY'] ?? 41);
const FOUR_YEARS = 1_461;

test.each(['skip', 'pause', 'other', 'comp'] as const)(
  'thirteen are reduced after %s, on whatever day of four years one began, and whenever it is done',
  (what) => {
    for (let day = 0; day < FOUR_YEARS; day += EVERY)
      for (const paid of [0, 1, 6, 12, 13]) {
        let life = bought(plus(at('2026-01-01T09:30:00Z'), day * DAY), 'digital');
        for (let count = 0; count < paid; count += 1) life = renew(life);
        life = act({ ...life, now: plus(life.now, 5 * DAY) }, what);
        for (let more = 0; more < 16; more += 1) life = renew(life);
        const phases = life.of.charges.filter(({ status }) => status === 'paid').map(({ phase }) => phase);
        expect({ day, paid, reduced: phases.filter((phase) => phase === 'year_one').length }).toEqual({
          day,
          paid,
          reduced: 13,
        });
      }
  },
  120_000,
);

import { stripeLimits } from '../faults/limits.ts';
import { scenarios } from '../scenarios/scenarios.ts';
import { day, hour } from '../domain/wire.ts';

/** What a button asks of the simulator, exactly as anybody else would ask it. */
export type Call = {
  readonly path: string;
  /** For the levers. */
  readonly json?: object;
  /** For Stripe's own paths. */
  readonly form?: Readonly<Record<string, string>>;
};

export type Choice = 'cards' | 'charges' | 'customers' | 'disputes' | 'events';

type Field = {
  readonly name: string;
  readonly label: string;
  /** What can be chosen, or what stands there at first. */
  readonly from: Choice | readonly string[] | { readonly text: string };
};

type Values = Readonly<Record<string, string>>;

export type Lever = {
  readonly name: string;
  readonly label: string;
  readonly fields: readonly Field[];
  call(values: Values): Call;
};

const lever = (
  [name, label]: readonly [string, string],
  fields: readonly Field[],
  call: Lever['call'],
): Lever => ({ name, label, fields, call });

const plain = (name: string, label: string, [path, json]: readonly [string, object]): Lever =>
  lever([name, label], [], () => ({ path, json }));

const turn = (name: string, label: string, seconds: number): Lever =>
  plain(name, label, ['/_sim/clock', { advance: seconds }]);

const outcomes = [
  'generic_decline',
  'insufficient_funds',
  'expired_card',
  'stolen_card',
  'authentication_required',
  'succeed',
];

/** The levers of the control room in their groups. */
export const groups: readonly { readonly title: string; readonly levers: readonly Lever[] }[] = [
  {
    title: 'The clock',
    levers: [
      turn('hour', 'One hour on', hour),
      turn('day', 'One day on', day),
      turn('period', 'Four weeks on', 28 * day),
      lever(
        ['to', 'Turn to this instant'],
        [{ name: 'instant', label: 'Instant', from: { text: '2027-01-01T00:00:00Z' } }],
        ({ instant = '' }) => ({ path: '/_sim/clock', json: { to: instant } }),
      ),
    ],
  },
  {
    title: 'Cards and charges',
    levers: [
      lever(
        ['next-charge', 'Decide the next charge'],
        [
          { name: 'customer', label: 'Customer', from: 'customers' },
          { name: 'outcome', label: 'What it comes to', from: outcomes },
        ],
        ({ customer = '', outcome = '' }) => ({ path: '/_sim/next-charge', json: { customer, outcome } }),
      ),
      lever(
        ['expire', 'Let a card expire'],
        [{ name: 'card', label: 'Card', from: 'cards' }],
        ({ card = '' }) => ({ path: '/_sim/expire-card', json: { payment_method: card } }),
      ),
      lever(
        ['dispute', 'Open a dispute'],
        [{ name: 'charge', label: 'Charge', from: 'charges' }],
        ({ charge = '' }) => ({ path: '/_sim/disputes', json: { charge, reason: 'fraudulent' } }),
      ),
      lever(
        ['dispute-won', 'Win a dispute'],
        [{ name: 'dispute', label: 'Dispute to win', from: 'disputes' }],
        ({ dispute = '' }) => ({
          path: `/v1/disputes/${dispute}`,
          form: { 'evidence[uncategorized_text]': 'winning_evidence' },
        }),
      ),
      lever(
        ['dispute-lost', 'Give a dispute up'],
        [{ name: 'dispute', label: 'Dispute to give up', from: 'disputes' }],
        ({ dispute = '' }) => ({ path: `/v1/disputes/${dispute}/close`, form: {} }),
      ),
      lever(
        ['when-disputed', 'Decide what a dispute ends'],
        [
          {
            name: 'whenDisputed',
            label: 'The disputed subscription',
            from: ['leave', 'cancel', 'cancel_at_period_end'],
          },
        ],
        ({ whenDisputed = '' }) => ({ path: '/_sim/dunning', json: { whenDisputed } }),
      ),
      lever(
        ['end-action', 'Decide what follows the last retry'],
        [{ name: 'endAction', label: 'The unpaid subscription', from: ['leave', 'cancel', 'unpaid'] }],
        ({ endAction = '' }) => ({ path: '/_sim/dunning', json: { endAction } }),
      ),
    ],
  },
  {
    title: 'Webhooks',
    levers: [
      plain('deliver', 'Deliver webhooks', ['/_sim/webhooks', { mode: 'deliver' }]),
      plain('drop', 'Drop webhooks', ['/_sim/webhooks', { mode: 'drop' }]),
      plain('duplicate', 'Send webhooks twice', ['/_sim/webhooks', { mode: 'duplicate', times: 2 }]),
      plain('shuffle', 'Shuffle webhooks', ['/_sim/webhooks', { mode: 'shuffle' }]),
      plain('resend', 'Send what did not arrive', ['/_sim/webhooks', { resend: 'all' }]),
      lever(
        ['replay', 'Send an event again'],
        [{ name: 'event', label: 'Event', from: 'events' }],
        ({ event = '' }) => ({ path: '/_sim/webhooks', json: { resend: { event } } }),
      ),
    ],
  },
  {
    title: 'Faults and scenarios',
    levers: [
      plain('payouts', 'Pay out daily', ['/_sim/payouts', { schedule: 'daily' }]),
      plain('broken', 'Break the next call', [
        '/_sim/faults',
        { fault: { kind: 'server-error', effect: false } },
      ]),
      plain('limits', "Switch Stripe's limits on", ['/_sim/faults', { limits: stripeLimits }]),
      plain('no-limits', "Switch Stripe's limits off", ['/_sim/faults', { limits: false }]),
      lever(
        ['scenario', 'Play a scenario'],
        [{ name: 'name', label: 'Scenario', from: scenarios.map(({ name }) => name) }],
        ({ name = '' }) => ({ path: '/_sim/scenarios', json: { name } }),
      ),
    ],
  },
];

/** As one would write it down. */
export const written = ({ path, json, form }: Call): string =>
  `POST ${path} ${
    json === undefined
      ? Object.entries(form ?? {})
          .map(([name, value]) => `${name}=${value}`)
          .join('&')
      : JSON.stringify(json)
  }`.trim();

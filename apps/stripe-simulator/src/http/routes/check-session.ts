import type Stripe from 'stripe';
import { refuse } from '../../domain/refusals.ts';
import { hour } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import type { Unit } from '../../usecases/ports.ts';
import type { Given } from '../mask.ts';
import { checkLength, checkRange, checkUrl } from '../params.ts';

export type SessionGiven = Given<Stripe.Checkout.SessionCreateParams>;

/** What makes a request wrong: the parameter, and what is said about it. */
type Rule = readonly [isBroken: boolean, param: string, sentence: string];

/** Refuses what Checkout would refuse although every single parameter of it is right. */
export function checkSession(unit: Unit, given: SessionGiven): void {
  if (given.customer !== undefined) required(unit, 'customer', [given.customer, 'customer']);
  checkUrl(given.success_url?.replaceAll(/[{}]/g, ''), 'success_url');
  checkUrl(given.cancel_url, 'cancel_url');
  checkLength(given.client_reference_id, 'client_reference_id', 200);
  checkRange(given.subscription_data?.trial_period_days, 'subscription_data[trial_period_days]', [
    1,
    MOST_DAYS,
  ]);
  checkTexts(given);
  const rules = [...rulesOfPage(given), ...rulesOfMode(given), ...rulesOfTime(unit, given)];
  for (const [isBroken, param, sentence] of rules)
    if (isBroken) throw refuse('parameter_invalid', sentence, { param });
}

const MOST_DAYS = 730;

const eitherOr = (one: string, other: string): string =>
  `You may only specify one of these parameters: ${one}, ${other}.`;

function checkTexts({ custom_text = {}, custom_fields = [] }: SessionGiven): void {
  for (const [name, text] of Object.entries(custom_text))
    if (text) checkLength(text.message, `custom_text[${name}][message]`, 1_200);
  if (custom_fields.length > 3)
    throw refuse('parameter_invalid', 'A page has at most 3 fields of your own.', { param: 'custom_fields' });
  for (const [index, { key, label }] of custom_fields.entries()) {
    checkLength(label.custom, `custom_fields[${index}][label][custom]`, 50);
    if (!/^[A-Za-z0-9]{1,200}$/.test(key))
      throw refuse('parameter_invalid', 'The key of a field is made of letters and digits.', {
        param: `custom_fields[${index}][key]`,
      });
  }
}

const rulesOfPage = (given: SessionGiven): Rule[] => [
  [
    given.ui_mode !== undefined && given.ui_mode !== 'hosted_page',
    'ui_mode',
    'Only hosted pages are simulated.',
  ],
  [
    given.allowed_payment_method_types?.includes('card') === false,
    'allowed_payment_method_types',
    'The simulator takes cards only.',
  ],
  [
    given.customer !== undefined && given.customer_email !== undefined,
    'customer',
    eitherOr('customer', 'customer_email'),
  ],
  [
    given.customer === undefined && given.customer_update !== undefined,
    'customer_update',
    '`customer_update` can only be used with `customer`.',
  ],
  [
    given.allow_promotion_codes === true && (given.discounts ?? []).length > 0,
    'allow_promotion_codes',
    eitherOr('allow_promotion_codes', 'discounts'),
  ],
  [(given.discounts ?? []).length > 1, 'discounts', 'You can only apply one discount to a Checkout Session.'],
];

const outside = (what: string, mode: string): string =>
  `You can not pass \`${what}\` outside \`${mode}\` mode.`;

const rulesOfMode = ({ mode, ...given }: SessionGiven): Rule[] => [
  ...(
    [
      ['subscription_data', 'subscription'],
      ['payment_intent_data', 'payment'],
      ['setup_intent_data', 'setup'],
      ['invoice_creation', 'payment'],
      ['customer_creation', 'payment'],
    ] as const
  ).map(([name, wanted]): Rule => [
    given[name] !== undefined && mode !== wanted && !(name === 'customer_creation' && mode === 'setup'),
    name,
    outside(name, wanted),
  ]),
  [
    given.submit_type !== undefined &&
      given.submit_type !== 'auto' &&
      (mode === 'setup' || (given.submit_type === 'subscribe') !== (mode === 'subscription')),
    'submit_type',
    `\`submit_type\` does not fit \`${mode}\` mode.`,
  ],
  [
    mode === 'setup' && given.currency === undefined && given.customer === undefined,
    'currency',
    'In `setup` mode pass `currency` or a `customer`.',
  ],
  [
    mode !== 'subscription' && given.payment_method_collection !== undefined,
    'payment_method_collection',
    outside('payment_method_collection', 'subscription'),
  ],
];

const rulesOfTime = (
  { now }: Unit,
  { expires_at: expires, subscription_data: data = {} }: SessionGiven,
): Rule[] => [
  [
    expires !== undefined && !(expires >= now + hour / 2 && expires <= now + 24 * hour),
    'expires_at',
    'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
  ],
  [
    data.trial_end !== undefined && data.trial_end < now + 48 * hour,
    'subscription_data[trial_end]',
    'The `trial_end` date has to be at least 2 days in the future.',
  ],
  [
    data.trial_end !== undefined && data.trial_period_days !== undefined,
    'subscription_data[trial_end]',
    eitherOr('subscription_data[trial_end]', 'subscription_data[trial_period_days]'),
  ],
];

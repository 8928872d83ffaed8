import { z } from 'zod';
import { PhasePolicy, SaveOffer } from './billing-phase-policy.ts';
import { Instant } from './shapes.ts';

const Key = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, {
  error: 'A key is small letters, digits, - and _, and begins with a letter.',
});
const Name = z.string().trim().min(1).max(120);

/** By currency, as people write it: `{ "USD": "9.00" }`. Of several the first is the main one. */
const Amounts = z
  .record(
    z.string().regex(/^[A-Z]{3}$/, { error: 'A currency is an ISO 4217 code such as USD.' }),
    z.string().regex(/^\d{1,9}(\.\d{1,3})?$/, { error: 'An amount is text such as "9.00".' }),
  )
  .refine((amounts) => Object.keys(amounts).length > 0, {
    error: 'Say the amount in at least one currency.',
  });

const days = z.int().min(0).max(3_650);

/** What somebody reads before they pay. */
const Terms = z.string().min(20).max(1_200);

/** `4 weeks`, `month`, `year`, `10 days`. */
const Every = z.string().regex(/^([1-9]\d{0,2} )?(day|week|month|year)s?$/, {
  error: 'Say how often or how long, such as "4 weeks" or "year".',
});

const Consent = z.strictObject({
  /** Names these words. Other words need another name. */
  version: z.string().min(1).max(60),
  /** What a buyer accepts, word for word, for each currency that the amounts have. */
  text: z.record(z.string(), Terms),
});

const Language = z.string().regex(/^[a-z]{2,3}$/, { error: 'A language is a code such as "de".' });

/** The same, in another language. */
const Translation = z.strictObject({
  name: Name,
  /** For each currency that the consent has, saying what that says. */
  consent: Consent.shape.text,
  benefits: z.array(Name).max(20),
  asksReason: z.string().trim().min(5).max(200).optional(),
});

const Phase = z.strictObject({
  key: Key,
  /** How many charges; exactly the last phase is `forever`. */
  charges: z.union([z.int().min(1).max(520), z.literal('forever')]),
  every: Every,
  amount: Amounts,
  policy: PhasePolicy.optional(),
});

const Policy = z.strictObject({
  /** How long after a period a renewal may take until it is charged. */
  settlementHours: z.int().min(1).max(720).default(72),
  /** Whether one reads on while a failed charge is collected. */
  accessWhileCollecting: z.boolean().default(true),
  /** How long a failed charge is collected. */
  dunningDays: z.int().min(0).max(60).default(14),
  staleHours: z.int().min(1).max(720).default(72),
});

const Offer = z.strictObject({
  name: Name,
  /** The title that sells it, where it is not the file's; several for a bundle, which each of them sells. */
  publication: z.union([Key, z.array(Key).min(2).max(20)]).optional(),
  /** At most one live subscription per reader, title and product. */
  product: Key,
  /** What Stripe's pages and receipts call it by, where that is not the product. */
  stripeProduct: Key.optional(),
  /** What it grants; entitlement knows what a bundle holds. */
  bundle: Key,
  phases: z.array(Phase).min(1).max(12),
  policy: Policy.prefault({}),
  consent: Consent,
  benefits: z.array(Name).max(20),
  /**
   * Sold to groups: the amounts are for one seat, or for `percent` hundredths of themselves where that is said. Such an
   * offer has one phase.
   */
  seats: z
    .strictObject({
      least: z.int().min(2).max(10_000),
      most: z.int().min(2).max(10_000),
      percent: z.int().min(1).max(99).optional(),
    })
    .optional(),
  /** In no list: for those who were subscribers and left. */
  audience: z.literal('returning').optional(),
  /** A question that a buyer must answer to have it, such as where they study. The answer is kept with the consent. */
  asksReason: z.string().trim().min(5).max(200).optional(),
  translations: z.record(Language, Translation).optional(),
});

/** Bought once for somebody else, never renewed. */
const Gift = z.strictObject({
  name: Name,
  /** The title that sells it, where it is not the file's. */
  publication: Key.optional(),
  product: Key,
  bundle: Key,
  /** How long one reads by it. */
  length: Every,
  /** In one currency. */
  amount: Amounts,
  policy: Policy.prefault({}),
  /** What stands above the button that pays. Another price or length needs other words. */
  text: Terms,
  /** How long it can be taken, from the day on which it is sent, and what becomes of its money then; null for ever. */
  expiry: z
    .strictObject({ afterDays: z.int().min(1).max(36_500), then: z.enum(['refund', 'keep']) })
    .nullable(),
  /** How long whoever gave it may take it back while nobody has taken it. */
  takeBackDays: days,
  /** How long before its end its reader is told. */
  noticeDays: z.int().min(0).max(60).default(7),
  translations: z.record(Language, z.strictObject({ name: Name, text: Terms })).optional(),
});

/** Each number of days is a reminder of its own. */
const ReminderDays = z
  .array(z.int().min(1).max(90))
  .max(4)
  .refine((numbers) => new Set(numbers).size === numbers.length, { error: 'Say each number once.' });

const Country = z.string().regex(/^[A-Z]{2}$/, { error: 'A country is an ISO 3166 code such as "FR".' });

const Code = z.strictObject({
  offer: Key,
  /** The phase that costs less with it. */
  phase: Key,
  amount: Amounts,
  /** How many may buy with it. */
  cap: z.int().min(1).max(10_000_000),
  /** Exclusive. */
  endsAt: Instant,
  consent: Consent,
  translations: z.record(Language, Translation.pick({ consent: true })).optional(),
});

/** What the paper lets readers do beside what each offer promises. Changing it changes nobody's prices. */
const Rules = z.strictObject({
  pause: z.strictObject({ longestDays: days, perYear: z.int().min(0).max(12) }),
  /** For those who have cancelled at the list price: so many charges for so many hundredths of it. */
  saveOffer: SaveOffer,
  winBack: z.strictObject({ offer: Key, afterDays: days }),
  priceRise: z.strictObject({ noticeDays: days }),
  /** How many days before half a year or more is charged again its reader is told; other days by the card's country. */
  renewalReminder: z.strictObject({
    daysBefore: ReminderDays,
    countries: z.record(Country, ReminderDays).default({}),
  }),
  /** How many days before its card ends a reader is told, where it ends before the next charge. Null for never. */
  cardExpiring: z.strictObject({ noticeDays: z.int().min(1).max(90).nullable() }),
  withdrawal: z.strictObject({ days, refund: z.enum(['full', 'unused']) }),
  moneyBack: z.strictObject({
    keepsAfterFullRefund: z.array(z.string().max(60)),
    endsWhenDisputed: z.array(z.string().max(60)),
    /** While a bank looks into a payment no other is asked for. */
    holdsWhileDisputed: z.boolean().optional(),
  }),
  introOnce: z.strictObject({ instead: z.record(z.string(), Key), keptDays: days }),
});

/** All that a publisher sells, as the one file that they edit. */
export const CatalogueFile = z
  .strictObject({
    $schema: z.string().max(500).optional(),
    /** The title of all that names no other. */
    publication: Key,
    offers: z.record(Key, Offer),
    gifts: z.record(Key, Gift).default({}),
    /** Promotion codes, in capitals. */
    codes: z
      .record(z.string().regex(/^[A-Z0-9-]{3,40}$/, { error: 'A code is capitals, digits and -.' }), Code)
      .default({}),
    rules: Rules.partial().default({}),
  })
  .meta({ id: 'CatalogueFile' });

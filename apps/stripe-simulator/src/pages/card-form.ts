import { z } from 'zod';
import { wrongAnswer, type Answers } from '../domain/checkout-asks.ts';
import type { CheckoutSession } from '../domain/checkout.ts';
import type { CheckoutForm } from '../usecases/complete-checkout.ts';
import { FIELD, fieldName, QUANTITY, type Mistake, type Typed } from './asking.ts';

const line = (most: number) => z.string().max(most).default('');

const Posted = z.object({
  email: line(512),
  cardNumber: line(64),
  cardExpiry: line(16),
  cardCvc: line(8),
  billingName: line(200),
  /** A card that the customer saved before, in place of one that is typed. */
  savedCard: line(255),
  savePaymentMethod: z.string().optional(),
  termsOfService: z.string().optional(),
  promotions: z.string().optional(),
  billingCountry: line(2),
  billingPostalCode: line(20),
  businessName: line(200),
  individualName: line(200),
  phoneNumber: line(40),
  shippingName: line(200),
  shippingLine1: line(200),
  shippingLine2: line(200),
  shippingCity: line(200),
  shippingPostalCode: line(20),
  shippingCountry: line(2),
  taxId: line(30),
  promotionCode: line(500),
  /** Which of the page's buttons was pressed. */
  action: z.enum(['apply', 'pay', 'quantities', 'wallet']).catch('pay'),
});

export type Posted = z.output<typeof Posted> & {
  /** Answers to the publisher's own questions, by their keys. */
  readonly customFields: Readonly<Record<string, string>>;
  /** How many of each line, by its id. */
  readonly quantities: Readonly<Record<string, number>>;
};

export const readPosted = (body: unknown): Posted => {
  const read = Posted.safeParse(body ?? {});
  const named = Object.entries((body ?? {}) as Record<string, unknown>).map(
    ([name, value]) => [name, String(value).slice(0, 1_000)] as const,
  );
  const below = (prefix: string) =>
    named.flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value.trim()] as const] : [],
    );
  return {
    ...(read.success ? read.data : Posted.parse({})),
    customFields: Object.fromEntries(below(FIELD)),
    quantities: Object.fromEntries(below(QUANTITY).map(([id, value]) => [id, Number(value)])),
  };
};

export const typedIn = ({ email, billingName, termsOfService, ...posted }: Posted): Typed => ({
  email,
  billingName,
  terms: termsOfService !== undefined,
  answers: answersOf({ ...posted, email, billingName, termsOfService }),
});

/** What a page asks for beside the card. */
type Asked = Pick<
  CheckoutSession,
  | 'billing_address_collection'
  | 'consent_collection'
  | 'custom_fields'
  | 'mode'
  | 'shipping_address_collection'
> &
  Pick<CheckoutSession, 'name_collection' | 'phone_number_collection' | 'tax_id_collection'>;

/** An invoice asks for nothing but a card. */
export const onlyCard: Asked = {
  mode: 'payment',
  billing_address_collection: null,
  consent_collection: null,
  custom_fields: [],
  shipping_address_collection: null,
};

/** What a person forgot or mistyped, before any bank is asked; null when the form is complete. */
export function mistakeIn(posted: Posted, session: Asked, isCardAsked: boolean): Mistake | null {
  const typesCard = isCardAsked && posted.action !== 'wallet' && posted.savedCard === '';
  const checks = [...beforeCard(posted, session), ...(typesCard ? onCard(posted, session) : [])];
  const failed = checks.find(([isWrong]) => isWrong);
  return failed === undefined ? null : { field: failed[1], message: failed[2] };
}

type Check = readonly [isWrong: boolean, field: string, message: string];

/** What a wallet does not know. */
const beforeCard = (posted: Posted, session: Asked): Check[] => [
  [
    session.mode !== 'setup' && !z.email().safeParse(posted.email.trim()).success,
    'email',
    'Please enter your email address.',
  ],
  ...aboutPerson(posted, session),
  ...session.custom_fields.map((field): Check => {
    const wrong = wrongAnswer(field, posted.customFields[field.key] ?? '');
    return [wrong !== null, fieldName(field.key), wrong ?? ''];
  }),
  [
    session.consent_collection?.terms_of_service === 'required' && posted.termsOfService === undefined,
    'termsOfService',
    'Please accept the terms to go on.',
  ],
];

const isMissing = (asked: { enabled: boolean; optional: boolean } | undefined, answer: string): boolean =>
  asked?.enabled === true && !asked.optional && answer.trim() === '';

const PHONE = /^\+?[\d ()./-]{5,40}$/;

const aboutPerson = (posted: Posted, session: Asked): Check[] => [
  [
    isMissing(session.name_collection?.business, posted.businessName),
    'businessName',
    'Please enter the name of your business.',
  ],
  [
    isMissing(session.name_collection?.individual, posted.individualName),
    'individualName',
    'Please enter your name.',
  ],
  [
    session.phone_number_collection?.enabled === true && !PHONE.test(posted.phoneNumber.trim()),
    'phoneNumber',
    'Please enter your phone number.',
  ],
  ...aboutDelivery(posted, session.shipping_address_collection),
  [
    session.tax_id_collection?.required === 'if_supported' && posted.taxId.trim() === '',
    'taxId',
    'Please enter your VAT number.',
  ],
];

function aboutDelivery(posted: Posted, asked: Asked['shipping_address_collection']): Check[] {
  if (asked === null) return [];
  const countries: readonly string[] = asked.allowed_countries;
  return [
    [posted.shippingName.trim() === '', 'shippingName', 'Please enter who receives it.'],
    [posted.shippingLine1.trim() === '', 'shippingLine1', 'Please enter street and number.'],
    [posted.shippingCity.trim() === '', 'shippingCity', 'Please enter the city.'],
    [
      !countries.includes(posted.shippingCountry.toUpperCase()),
      'shippingCountry',
      `Please choose one of these countries: ${countries.join(', ')}.`,
    ],
  ];
}

const onCard = (posted: Posted, { billing_address_collection }: Asked): Check[] => [
  [posted.cardNumber.trim() === '', 'cardNumber', 'Please enter your card number.'],
  [
    expiryOf(posted.cardExpiry) === null,
    'cardExpiry',
    'Please enter the expiry date as month and year, such as 12 / 34.',
  ],
  [!/^\d{3,4}$/.test(posted.cardCvc.trim()), 'cardCvc', 'Please enter the security code of 3 or 4 digits.'],
  [posted.billingName.trim() === '', 'billingName', 'Please enter the name on the card.'],
  [
    billing_address_collection === 'required' && !/^[A-Za-z]{2}$/.test(posted.billingCountry),
    'billingCountry',
    'Please enter your country as two letters, such as DE.',
  ],
];

/** "12 / 34", "1234" or "12/2034". A year of two digits is of this century. */
function expiryOf(text: string): { month: number; year: number } | null {
  const matched = /^\s*(\d{1,2})\s*\/?\s*(\d{2}|\d{4})\s*$/.exec(text);
  if (matched === null) return null;
  const year = Number(matched[2]);
  return { month: Number(matched[1]), year: year < 100 ? 2_000 + year : year };
}

/** The card as it was typed. */
export function typedCard({ cardExpiry, cardNumber }: Posted) {
  const { month, year } = expiryOf(cardExpiry) ?? { month: 0, year: 0 };
  return { number: cardNumber, expMonth: month, expYear: year };
}

const wallet = { number: '4242424242424242', expMonth: 12, expYear: 2040 };

function cardOf(posted: Posted, asked: boolean): CheckoutForm['card'] {
  if (!asked) return null;
  if (posted.action === 'wallet') return wallet;
  return posted.savedCard === '' ? typedCard(posted) : { saved: posted.savedCard };
}

type Known = { readonly email: string | null; readonly isCardAsked: boolean };

export const formOf = (posted: Posted, { email, isCardAsked: asked }: Known): CheckoutForm => ({
  email: email ?? posted.email.trim(),
  name: posted.billingName.trim() || posted.individualName.trim() || 'Wallet holder',
  card: cardOf(posted, asked),
  savesCard: posted.savePaymentMethod !== undefined,
  taxId: posted.taxId.trim() || null,
  address:
    posted.billingCountry === ''
      ? null
      : {
          country: posted.billingCountry.toUpperCase(),
          postal_code: posted.billingPostalCode.trim() || null,
        },
  answers: answersOf(posted),
});

const answersOf = (posted: Posted): Answers => ({
  businessName: posted.businessName.trim(),
  individualName: posted.individualName.trim(),
  phone: posted.phoneNumber.trim(),
  promotions: posted.promotions !== undefined,
  termsAccepted: posted.termsOfService !== undefined,
  customFields: posted.customFields,
  shipping:
    posted.shippingLine1.trim() === ''
      ? null
      : {
          name: posted.shippingName.trim(),
          address: {
            city: posted.shippingCity.trim() || null,
            country: posted.shippingCountry.toUpperCase() || null,
            line1: posted.shippingLine1.trim(),
            line2: posted.shippingLine2.trim() || null,
            postal_code: posted.shippingPostalCode.trim() || null,
            state: null,
          },
        },
});

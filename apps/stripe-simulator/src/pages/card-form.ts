import { z } from 'zod';
import type { CheckoutSession } from '../domain/checkout.ts';
import type { CheckoutForm } from '../usecases/complete-checkout.ts';
import type { Mistake, Typed } from './card-form.view.ts';

const Posted = z.object({
  email: z.string().max(512).default(''),
  cardNumber: z.string().max(64).default(''),
  cardExpiry: z.string().max(16).default(''),
  cardCvc: z.string().max(8).default(''),
  billingName: z.string().max(200).default(''),
  termsOfService: z.string().optional(),
  billingCountry: z.string().max(2).default(''),
  billingPostalCode: z.string().max(20).default(''),
  taxId: z.string().max(30).default(''),
  promotionCode: z.string().max(500).default(''),
  /** Which of the page's buttons was pressed. */
  action: z.enum(['apply', 'pay', 'wallet']).catch('pay'),
});

export type Posted = z.output<typeof Posted>;

export const readPosted = (body: unknown): Posted => {
  const read = Posted.safeParse(body ?? {});
  return read.success ? read.data : Posted.parse({});
};

export const typedIn = ({ email, billingName, termsOfService }: Posted): Typed => ({
  email,
  billingName,
  terms: termsOfService !== undefined,
});

/** What a person forgot or mistyped, before any bank is asked; null when the form is complete. */
/** What a page asks for beside the card. */
type Asked = Pick<CheckoutSession, 'billing_address_collection' | 'consent_collection' | 'mode'>;

export function mistakeIn(posted: Posted, session: Asked): Mistake | null {
  const checks =
    posted.action === 'wallet'
      ? beforeWallet(posted, session)
      : [...beforeWallet(posted, session), ...onCard(posted, session)];
  const failed = checks.find(([isWrong]) => isWrong);
  return failed === undefined ? null : { field: failed[1], message: failed[2] };
}

type Check = readonly [isWrong: boolean, field: string, message: string];

/** What a wallet does not know. */
const beforeWallet = (posted: Posted, { mode, consent_collection }: Asked): Check[] => [
  [
    mode !== 'setup' && !z.email().safeParse(posted.email.trim()).success,
    'email',
    'Please enter your email address.',
  ],
  [
    consent_collection?.terms_of_service === 'required' && posted.termsOfService === undefined,
    'termsOfService',
    'Please accept the terms to go on.',
  ],
];

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

export function formOf(posted: Posted, email: string | null): CheckoutForm {
  const { month, year } = expiryOf(posted.cardExpiry) ?? { month: 0, year: 0 };
  return {
    email: email ?? posted.email.trim(),
    name: posted.billingName.trim() || 'Wallet holder',
    card:
      posted.action === 'wallet'
        ? { number: '4242424242424242', expMonth: 12, expYear: 2040 }
        : { number: posted.cardNumber, expMonth: month, expYear: year },
    termsAccepted: posted.termsOfService !== undefined,
    taxId: posted.taxId.trim() || null,
    address:
      posted.billingCountry === ''
        ? null
        : {
            country: posted.billingCountry.toUpperCase(),
            postal_code: posted.billingPostalCode.trim() || null,
          },
  };
}

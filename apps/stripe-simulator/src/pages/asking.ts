import type { Answers } from '../domain/checkout-asks.ts';
import type { CheckoutSession } from '../domain/checkout.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import { markup, type Html } from './html.ts';

/** What was typed, to be shown again after a mistake. Never the card. */
export type Typed = {
  readonly email: string;
  readonly billingName: string;
  readonly terms: boolean;
  readonly answers: Answers;
};

export type Mistake = { readonly field: string | null; readonly message: string };

export type Asking = {
  readonly session: CheckoutSession;
  /** Of the customer that the session is for: it is shown and not asked. */
  readonly email: string | null;
  readonly typed: Typed;
  readonly mistake: Mistake | null;
  /** Cards that the customer may choose from. */
  readonly saved: readonly PaymentMethod[];
};

export const wrong = ({ mistake }: Pick<Asking, 'mistake'>, field: string): Html | null =>
  mistake?.field === field ? markup` aria-invalid="true" aria-describedby="mistake"` : null;

export const FIELD = 'customField_';
export const QUANTITY = 'quantity_';

/** The names under which the page asks its own questions. */
export const fieldName = (key: string): string => `${FIELD}${key}`;
export const quantityName = (line: string): string => `${QUANTITY}${line}`;

import type { Offer } from '../domain/offer.ts';

/** Whoever pays, as Stripe knows them. */
export type NewCustomer = {
  readonly readerId: string;
  readonly email: string | null;
  /** In which Stripe writes to them. */
  readonly language?: string | null;
};

export type OpenSubscribe = {
  readonly checkoutId: string;
  readonly customerId: string;
  readonly offer: Offer;
  /** How many are bought, where seats are. */
  readonly seats: number | null;
  /** Which language the page speaks; Stripe goes by the browser where it is null. */
  readonly language: string | null;
  /** What stands above the button that pays. */
  readonly consentText: string;
};

export type OpenCard = {
  readonly checkoutId: string;
  /** At whose site they come back. */
  readonly title: string;
  readonly customerId: string;
  readonly language?: string | null;
};

export type InvoicePages = {
  /** Where Stripe shows an invoice; null for a draft, which is none yet. */
  invoicePages(invoiceId: string): Promise<{ readonly page: string; readonly pdf: string } | null>;
};

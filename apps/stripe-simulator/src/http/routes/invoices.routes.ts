import type Stripe from 'stripe';
import { refuseCard } from '../../domain/cards.ts';
import { stopCollecting } from '../../domain/invoice-life.ts';
import { checkDraft, type Invoice } from '../../domain/invoice.ts';
import { refuse } from '../../domain/refusals.ts';
import { changeInvoice } from '../../usecases/change-invoice.ts';
import { required } from '../../usecases/find.ts';
import { previewInvoice, type PreviewGiven } from '../../usecases/preview-invoice.ts';
import { methodNamed, ownedBy } from '../../usecases/payment-methods.ts';
import type { Unit } from '../../usecases/ports.ts';
import { finalizeInvoice, payInvoice, payOutside, type Settled } from '../../usecases/settle-invoice.ts';
import { cardFor } from '../../usecases/take-payment.ts';
import { ownerOf } from './create-subscription.ts';
import { markInvoiceUncollectible, voidInvoice } from '../../usecases/void-invoice.ts';
import { call, createdRange, metadataOf, pageOf, pagingMask, type Answer } from '../route.ts';
import { phaseMask } from './schedules.routes.ts';

const path = '/v1/invoices';

const invoiceAt = ({ unit, at }: { unit: Unit; at(name: string): string }): Invoice =>
  required(unit, 'invoice', [at('invoice'), 'invoice']);

const discounts = { coupon: true, discount: true, promotion_code: true } as const;

/** What an invoice is made with, and what a draft may be changed to. */
export const invoiceMask = {
  auto_advance: true,
  automatic_tax: { enabled: true },
  automatically_finalizes_at: true,
  collection_method: true,
  custom_fields: true,
  days_until_due: true,
  default_payment_method: true,
  default_tax_rates: true,
  description: true,
  discounts,
  due_date: true,
  effective_at: true,
  footer: true,
  metadata: true,
  number: true,
  statement_descriptor: true,
} as const;

const previewMask = {
  automatic_tax: { enabled: true },
  currency: true,
  customer: true,
  customer_details: { address: true, tax_exempt: true },
  discounts,
  invoice_items: {
    amount: true,
    currency: true,
    description: true,
    discountable: true,
    metadata: true,
    period: true,
    price: true,
    quantity: true,
  },
  preview_mode: true,
  schedule: true,
  schedule_details: { end_behavior: true, phases: phaseMask, proration_behavior: true },
  subscription: true,
  subscription_details: {
    billing_cycle_anchor: true,
    cancel_at: true,
    cancel_at_period_end: true,
    cancel_now: true,
    default_tax_rates: true,
    items: { id: true, price: true, quantity: true, deleted: true, discounts, metadata: true },
    proration_behavior: true,
    proration_date: true,
    resume_at: true,
    trial_end: true,
  },
} as const;

export const invoiceRoutes = [
  call<Stripe.InvoiceCreatePreviewParams>('post', `${path}/create_preview`, {
    simulates: previewMask,
    run: ({ unit, params }) => previewInvoice(unit, previewGiven(params as PreviewParams)),
  }),
  call<object>('get', `${path}/:invoice`, { simulates: {}, run: invoiceAt }),
  call<Stripe.InvoiceUpdateParams>('post', `${path}/:invoice`, {
    simulates: invoiceMask,
    run({ unit, at, params: { collection_method, discounts, metadata, ...given } }) {
      const changed = changeInvoice(unit, invoiceAt({ unit, at }), {
        ...given,
        collection_method: collection_method as 'send_invoice' | undefined,
        discounts: discounts === undefined ? undefined : discounts || [],
        metadata: metadataOf(metadata),
      });
      unit.save(changed, 'invoice.updated');
      return changed;
    },
  }),
  call<Stripe.InvoiceFinalizeInvoiceParams>('post', `${path}/:invoice/finalize`, {
    simulates: { auto_advance: true },
    run({ unit, at, params: { auto_advance } }) {
      const found = invoiceAt({ unit, at });
      checkDraft(found);
      const open = finalizeInvoice(unit, auto_advance === false ? stopCollecting(found) : found);
      return open.amount_due === 0
        ? payInvoice(unit, open, { method: null, automatic: false }).invoice
        : open;
    },
  }),
  call<Stripe.InvoicePayParams>('post', `${path}/:invoice/pay`, {
    // A card holds no amount of its own of which the rest could be forgiven.
    simulates: { forgive: true, off_session: true, paid_out_of_band: true, payment_method: true },
    run({ unit, at, params }) {
      const open = openedForPayment(unit, invoiceAt({ unit, at }));
      if (params.paid_out_of_band === true) return payOutside(unit, open);
      const named = params.payment_method;
      const method = named === undefined ? cardFor(unit, open) : payableBy(unit, open, named);
      return answerOf(payInvoice(unit, open, { method, automatic: false, owner: ownerOf(params) }));
    },
  }),
  call<object>('post', `${path}/:invoice/void`, {
    simulates: {},
    run: (given) => voidInvoice(given.unit, invoiceAt(given)),
  }),
  call<object>('post', `${path}/:invoice/mark_uncollectible`, {
    simulates: {},
    run: (given) => markInvoiceUncollectible(given.unit, invoiceAt(given)),
  }),
  call<typeof pagingMask>('get', `${path}/:invoice/lines`, {
    simulates: pagingMask,
    run: (given) => ({ plain: { ...invoiceAt(given).lines } }),
  }),
  call<Stripe.InvoiceListParams>('get', path, {
    simulates: {
      ...pagingMask,
      collection_method: true,
      created: true,
      customer: true,
      due_date: true,
      status: true,
      subscription: true,
    },
    run(given) {
      const { collection_method: way, customer, subscription, status, created, due_date } = given.params;
      const due = createdRange(due_date);
      return pageOf(given, 'invoice', {
        url: path,
        where: { customer, parent: subscription, tag: status, created: createdRange(created) },
        keep: (found) =>
          (way ?? found.collection_method) === found.collection_method &&
          (due === undefined || isWithin(found.due_date, due)),
      });
    },
  }),
];

type PreviewParams = Omit<PreviewGiven, 'invoice_items'> & {
  readonly invoice_items?: readonly (NonNullable<PreviewGiven['invoice_items']>[number] & {
    readonly price?: string | undefined;
  })[];
};

const previewGiven = ({ invoice_items: items, ...given }: PreviewParams): PreviewGiven => ({
  ...given,
  invoice_items: items?.map(({ price, ...item }) =>
    price === undefined ? item : { ...item, pricing: { price } },
  ),
});

type Range = NonNullable<ReturnType<typeof createdRange>>;

const isWithin = (at: number | null, { gt = -1, gte = 0, lt = Infinity, lte = Infinity }: Range): boolean =>
  at !== null && at > gt && at >= gte && at < lt && at <= lte;

function openedForPayment(unit: Unit, invoice: Invoice): Invoice {
  if (invoice.status === 'paid')
    throw refuse('invoice_payment_impossible', 'Invoice is already paid', { param: 'invoice' });
  if (invoice.status === 'void')
    throw refuse('invoice_payment_impossible', `Invoice ${invoice.id} is void and cannot be paid.`);
  return invoice.status === 'draft' ? finalizeInvoice(unit, invoice) : invoice;
}

function payableBy(unit: Unit, invoice: Invoice, name: string) {
  const method = methodNamed(unit, [name, 'payment_method']);
  return method.customer === null ? method : ownedBy(unit, invoice.customer, [name, 'payment_method']);
}

function answerOf({ invoice, refused }: Settled): Answer {
  if (refused === null) return invoice;
  switch (refused.outcome) {
    case 'declined':
      return {
        refusal: refuseCard(refused.decline, {
          charge: refused.charge.id,
          ...(refused.charge.payment_method === null
            ? {}
            : { payment_method: refused.charge.payment_method }),
        }),
      };
    case 'asks-owner':
      return {
        refusal: refuse(
          'invoice_payment_intent_requires_action',
          'This payment requires additional user action before it can be completed successfully.',
        ),
      };
    case 'dead-card':
      return {
        refusal: refuse('card_declined', 'Your card was declined.', { decline_code: 'do_not_honor' }),
      };
    case 'no-card':
      return {
        refusal: refuse(
          'invoice_payment_impossible',
          'There is no `default_payment_method` set on this Customer, subscription or invoice.',
        ),
      };
  }
}

const payments = '/v1/invoice_payments';

export const invoicePaymentRoutes = [
  call<object>('get', `${payments}/:payment`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'invoice_payment', [at('payment')]),
  }),
  call<Stripe.InvoicePaymentListParams>('get', payments, {
    simulates: {
      ...pagingMask,
      created: true,
      invoice: true,
      payment: { type: true, payment_intent: true },
      status: true,
    },
    run(given) {
      const { created, invoice, payment, status } = given.params;
      return pageOf(given, 'invoice_payment', {
        url: payments,
        where: { parent: invoice, tag: status, created: createdRange(created) },
        keep: (found) =>
          payment === undefined ||
          (payment.type === 'payment_intent' &&
            (payment.payment_intent ?? found.payment.payment_intent) === found.payment.payment_intent),
      });
    },
  }),
];

import type Stripe from 'stripe';
import { z } from 'zod';
import { refuseCard } from '../../domain/cards.ts';
import { resumeCollecting, stopCollecting } from '../../domain/invoice-life.ts';
import { checkDraft, type Invoice } from '../../domain/invoice.ts';
import { refuse } from '../../domain/refusals.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { rediscountDraft } from '../../usecases/invoices.ts';
import { previewInvoice, type PreviewGiven } from '../../usecases/preview-invoice.ts';
import { methodNamed, ownedBy } from '../../usecases/payment-methods.ts';
import type { Unit } from '../../usecases/ports.ts';
import { finalizeInvoice, payInvoice, payOutside, type Settled } from '../../usecases/settle-invoice.ts';
import { cardFor } from '../../usecases/take-payment.ts';
import { markInvoiceUncollectible, voidInvoice } from '../../usecases/void-invoice.ts';
import { created, flag, id, many, metadata, paging, text } from '../params.ts';
import { call, pageOf, route, type Answer } from '../route.ts';

const statuses = z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']);
const discounts = many(z.strictObject({ coupon: id.optional(), discount: id.optional() }));

const invoiceAt = ({ unit, at }: { unit: Unit; at(name: string): string }): Invoice =>
  required(unit, 'invoice', [at('invoice'), 'invoice']);

export const invoiceRoutes = [
  call<Stripe.InvoiceCreatePreviewParams>('post', '/v1/invoices/create_preview', {
    simulates: {
      customer: true,
      subscription: true,
      discounts: { coupon: true, discount: true },
      subscription_details: {
        items: { id: true, price: true, quantity: true, deleted: true },
        cancel_at_period_end: true,
        proration_behavior: true,
        proration_date: true,
        trial_end: true,
      },
    },
    run: ({ unit, params }) => previewInvoice(unit, params as PreviewGiven),
  }),
  route('get', '/v1/invoices/:invoice', { params: z.strictObject({}), run: invoiceAt }),
  route('post', '/v1/invoices/:invoice', {
    params: z.strictObject({
      auto_advance: flag.optional(),
      default_payment_method: z.string().optional(),
      description: text.optional(),
      discounts: discounts.optional(),
      metadata: metadata.optional(),
    }),
    run({ unit, at, params }) {
      const found = invoiceAt({ unit, at });
      const rediscounted =
        params.discounts === undefined ? found : rediscountDraft(unit, found, params.discounts);
      const changed = withChange(unit, rediscounted, params);
      unit.save(changed, 'invoice.updated');
      return changed;
    },
  }),
  route('post', '/v1/invoices/:invoice/finalize', {
    params: z.strictObject({ auto_advance: flag.optional() }),
    run({ unit, at, params: { auto_advance } }) {
      const found = invoiceAt({ unit, at });
      checkDraft(found);
      const open = finalizeInvoice(unit, auto_advance === false ? stopCollecting(found) : found);
      return open.amount_due === 0
        ? payInvoice(unit, open, { method: null, automatic: false }).invoice
        : open;
    },
  }),
  route('post', '/v1/invoices/:invoice/pay', {
    params: z.strictObject({
      off_session: flag.optional(),
      paid_out_of_band: flag.optional(),
      payment_method: id.optional(),
    }),
    run({ unit, at, params }) {
      const open = openedForPayment(unit, invoiceAt({ unit, at }));
      if (params.paid_out_of_band === true) return payOutside(unit, open);
      const named = params.payment_method;
      const method = named === undefined ? cardFor(unit, open) : payableBy(unit, open, named);
      return answerOf(payInvoice(unit, open, { method, automatic: false }));
    },
  }),
  route('post', '/v1/invoices/:invoice/void', {
    params: z.strictObject({}),
    run: (call) => voidInvoice(call.unit, invoiceAt(call)),
  }),
  route('post', '/v1/invoices/:invoice/mark_uncollectible', {
    params: z.strictObject({}),
    run: (call) => markInvoiceUncollectible(call.unit, invoiceAt(call)),
  }),
  route('get', '/v1/invoices/:invoice/lines', {
    params: z.strictObject(paging),
    run: (call) => ({ plain: { ...invoiceAt(call).lines } }),
  }),
  route('get', '/v1/invoices', {
    params: z.strictObject({
      ...paging,
      created,
      customer: id.optional(),
      status: statuses.optional(),
      subscription: id.optional(),
    }),
    run: (call) => {
      const { customer, subscription, status } = call.params;
      return pageOf(call, 'invoice', {
        url: '/v1/invoices',
        where: { customer, parent: subscription, tag: status, created: call.params.created },
      });
    },
  }),
];

type Change = {
  readonly auto_advance?: boolean | undefined;
  readonly default_payment_method?: string | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
};

function withChange(unit: Unit, invoice: Invoice, change: Change): Invoice {
  const { auto_advance, default_payment_method: card, description, metadata } = change;
  const asksForMore = auto_advance !== undefined || card !== undefined;
  if (invoice.status === 'void' || (invoice.status === 'paid' && asksForMore))
    throw refuse(
      'invoice_not_editable',
      `Invoice ${invoice.id} is ${invoice.status} and can no longer change.`,
    );
  return {
    ...advanced(unit, invoice, auto_advance ?? invoice.auto_advance),
    default_payment_method: cardOf(unit, invoice, card),
    description: description ?? invoice.description,
    metadata: mergeMetadata(invoice.metadata, metadata),
  };
}

function advanced(unit: Unit, invoice: Invoice, advances: boolean): Invoice {
  if (advances === invoice.auto_advance) return invoice;
  return advances ? resumeCollecting(invoice, unit.now) : stopCollecting(invoice);
}

function cardOf(unit: Unit, invoice: Invoice, asked: string | undefined): string | null {
  if (asked === undefined) return invoice.default_payment_method;
  return asked === '' ? null : ownedBy(unit, invoice.customer, [asked, 'default_payment_method']).id;
}

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

export const invoicePaymentRoutes = [
  route('get', '/v1/invoice_payments/:payment', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'invoice_payment', [at('payment')]),
  }),
  route('get', '/v1/invoice_payments', {
    params: z.strictObject({
      ...paging,
      invoice: id.optional(),
      payment: z
        .strictObject({ type: z.literal('payment_intent'), payment_intent: id.optional() })
        .optional(),
      status: z.enum(['canceled', 'open', 'paid']).optional(),
    }),
    run: (call) => {
      const { invoice, payment, status } = call.params;
      return pageOf(call, 'invoice_payment', {
        url: '/v1/invoice_payments',
        where: { parent: invoice, tag: status },
        keep: (found) =>
          payment?.payment_intent === undefined || found.payment.payment_intent === payment.payment_intent,
      });
    },
  }),
];

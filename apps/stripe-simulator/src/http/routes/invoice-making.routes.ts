import type Stripe from 'stripe';
import { refuse } from '../../domain/refusals.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import {
  changeItem,
  createInvoice,
  createItem,
  deleteDraft,
  deleteItem,
} from '../../usecases/making-invoices.ts';
import { finalizeInvoice, sendInvoice } from '../../usecases/settle-invoice.ts';
import { call, createdRange, deleted, metadataOf, pageOf, pagingMask } from '../route.ts';
import { searchRoute } from '../search.ts';
import { invoiceMask } from './invoices.routes.ts';
import { priceTerms } from './prices.routes.ts';

const items = '/v1/invoiceitems';

export const invoiceMakingRoutes = [
  call<Stripe.InvoiceCreateParams>('post', '/v1/invoices', {
    simulates: {
      ...invoiceMask,
      currency: true,
      customer: true,
      pending_invoice_items_behavior: true,
      subscription: true,
    },
    run: ({ unit, params: { collection_method, discounts, metadata, ...given } }) =>
      createInvoice(unit, {
        ...given,
        collection_method: collection_method as 'send_invoice' | undefined,
        discounts: discounts || undefined,
        metadata: metadataOf(metadata),
      }),
  }),
  searchRoute(
    'invoice',
    '/v1/invoices/search',
    ({ customer, currency, number, status, total, metadata }) => ({
      customer,
      currency,
      number,
      status,
      total,
      metadata,
    }),
  ),
  call<object>('delete', '/v1/invoices/:invoice', {
    simulates: {},
    run({ unit, at }) {
      const invoice = required(unit, 'invoice', [at('invoice'), 'invoice']);
      deleteDraft(unit, invoice);
      return deleted('invoice', invoice.id);
    },
  }),
  call<object>('post', '/v1/invoices/:invoice/send', {
    simulates: {},
    run({ unit, at }) {
      const found = required(unit, 'invoice', [at('invoice'), 'invoice']);
      if (found.status !== 'draft' && found.status !== 'open')
        throw refuse('invoice_not_editable', `Invoice ${found.id} is ${found.status} and cannot be sent.`);
      return sendInvoice(unit, found.status === 'draft' ? finalizeInvoice(unit, found) : found);
    },
  }),
  call<Stripe.InvoiceItemCreateParams>('post', items, {
    simulates: {
      amount: true,
      currency: true,
      customer: true,
      description: true,
      discountable: true,
      discounts: { coupon: true, discount: true, promotion_code: true },
      invoice: true,
      metadata: true,
      period: true,
      price_data: { currency: true, product: true, tax_behavior: true, unit_amount: true },
      pricing: { price: true },
      quantity: true,
      subscription: true,
    },
    run: ({ unit, params: { metadata, price_data: inline, ...given } }) =>
      createItem(unit, {
        ...given,
        metadata: metadataOf(metadata),
        price_data: inline && { ...priceTerms(inline), product: inline.product },
      }),
  }),
  call<object>('get', `${items}/:item`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'invoiceitem', [at('item')]),
  }),
  call<Stripe.InvoiceItemUpdateParams>('post', `${items}/:item`, {
    simulates: {
      amount: true,
      description: true,
      discountable: true,
      discounts: { coupon: true, discount: true, promotion_code: true },
      metadata: true,
      period: true,
      quantity: true,
    },
    run({ unit, at, params: { metadata, ...given } }) {
      const found = required(unit, 'invoiceitem', [at('item')]);
      return changeItem(unit, found, {
        ...given,
        metadata: mergeMetadata(found.metadata, metadataOf(metadata)),
      });
    },
  }),
  call<object>('delete', `${items}/:item`, {
    simulates: {},
    run({ unit, at }) {
      const found = required(unit, 'invoiceitem', [at('item')]);
      deleteItem(unit, found);
      return deleted('invoiceitem', found.id);
    },
  }),
  call<Stripe.InvoiceItemListParams>('get', items, {
    simulates: { ...pagingMask, created: true, customer: true, invoice: true, pending: true },
    run(given) {
      const { customer, invoice, pending, created } = given.params;
      return pageOf(given, 'invoiceitem', {
        url: items,
        where: { customer, parent: invoice, created: createdRange(created) },
        keep: (found) => pending === undefined || (found.invoice === null) === pending,
      });
    },
  }),
];

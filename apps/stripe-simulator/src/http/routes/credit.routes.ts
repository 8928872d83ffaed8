import type Stripe from 'stripe';
import { mergeMetadata } from '../../domain/wire.ts';
import { issueCredit, previewCredit, voidCredit, type CreditGiven } from '../../usecases/credit-notes.ts';
import { moveCustomerBalance } from '../../usecases/customer-balance.ts';
import { required } from '../../usecases/find.ts';
import { call, createdRange, metadataOf, pageOf, pagingMask } from '../route.ts';
import type { Given } from '../mask.ts';

const notes = '/v1/credit_notes';
const balance = '/v1/customers/:customer/balance_transactions';

const lines = {
  type: true,
  amount: true,
  description: true,
  invoice_line_item: true,
  quantity: true,
  unit_amount: true,
} as const;

const creditMask = {
  invoice: true,
  amount: true,
  credit_amount: true,
  lines,
  memo: true,
  metadata: true,
  out_of_band_amount: true,
  reason: true,
  refund_amount: true,
} as const;

const givenOf = ({ metadata, reason, ...given }: Given<Stripe.CreditNoteCreateParams>): CreditGiven => ({
  ...(given as Omit<CreditGiven, 'metadata' | 'reason'>),
  metadata: metadataOf(metadata),
  reason: reason as 'duplicate' | undefined,
});

export const creditNoteRoutes = [
  call<Stripe.CreditNoteCreateParams>('post', notes, {
    simulates: creditMask,
    run: ({ unit, params }) => issueCredit(unit, givenOf(params)),
  }),
  call<Stripe.CreditNotePreviewParams>('get', `${notes}/preview`, {
    simulates: creditMask,
    run: ({ unit, params }) => previewCredit(unit, givenOf(params as Given<Stripe.CreditNoteCreateParams>)),
  }),
  call<object>('get', `${notes}/:note`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'credit_note', [at('note')]),
  }),
  call<Stripe.CreditNoteUpdateParams>('post', `${notes}/:note`, {
    simulates: { memo: true, metadata: true },
    run({ unit, at, params }) {
      const found = required(unit, 'credit_note', [at('note')]);
      const changed = {
        ...found,
        memo: params.memo ?? found.memo,
        metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)),
      };
      unit.save(changed, 'credit_note.updated');
      return changed;
    },
  }),
  call<object>('post', `${notes}/:note/void`, {
    simulates: {},
    run: ({ unit, at }) => voidCredit(unit, required(unit, 'credit_note', [at('note')])),
  }),
  call<Stripe.CreditNoteListLineItemsParams>('get', `${notes}/:note/lines`, {
    simulates: pagingMask,
    run: ({ unit, at }) => ({ plain: { ...required(unit, 'credit_note', [at('note')]).lines } }),
  }),
  call<Stripe.CreditNoteListParams>('get', notes, {
    simulates: { ...pagingMask, created: true, customer: true, invoice: true },
    run: (given) =>
      pageOf(given, 'credit_note', {
        url: notes,
        where: {
          customer: given.params.customer,
          parent: given.params.invoice,
          created: createdRange(given.params.created),
        },
      }),
  }),
];

export const customerBalanceRoutes = [
  call<Stripe.CustomerCreateBalanceTransactionParams>('post', balance, {
    simulates: { amount: true, currency: true, description: true, metadata: true },
    run: ({ unit, at, params }) =>
      moveCustomerBalance(unit, {
        customer: at('customer'),
        amount: params.amount,
        currency: params.currency,
        description: params.description,
        metadata: metadataOf(params.metadata),
        type: 'adjustment',
      }),
  }),
  call<object>('get', `${balance}/:transaction`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'customer_balance_transaction', [at('transaction')]),
  }),
  call<Stripe.CustomerUpdateBalanceTransactionParams>('post', `${balance}/:transaction`, {
    simulates: { description: true, metadata: true },
    run({ unit, at, params }) {
      const found = required(unit, 'customer_balance_transaction', [at('transaction')]);
      const changed = {
        ...found,
        description: params.description ?? found.description,
        metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)),
      };
      unit.save(changed);
      return changed;
    },
  }),
  call<Stripe.CustomerListBalanceTransactionsParams>('get', balance, {
    simulates: { ...pagingMask, created: true, invoice: true },
    run(given) {
      const customer = required(given.unit, 'customer', [given.at('customer'), 'customer']);
      return pageOf(given, 'customer_balance_transaction', {
        url: `/v1/customers/${customer.id}/balance_transactions`,
        where: { customer: customer.id, created: createdRange(given.params.created) },
        keep: ({ invoice }) => given.params.invoice === undefined || invoice === given.params.invoice,
      });
    },
  }),
];

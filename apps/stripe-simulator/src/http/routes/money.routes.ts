import type Stripe from 'stripe';
import { evidenceKeys } from '../../domain/dispute.ts';
import { refuse } from '../../domain/refusals.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { balanceAt } from '../../usecases/balance.ts';
import { answerDispute, closeDispute } from '../../usecases/disputes.ts';
import { required } from '../../usecases/find.ts';
import type { Unit } from '../../usecases/ports.ts';
import { refundCharge } from '../../usecases/refund-charge.ts';
import { checkRange } from '../params.ts';
import { call, createdRange, metadataOf, pageOf, pagingMask } from '../route.ts';
import { searchRoute } from '../search.ts';

const charges = '/v1/charges';
const refunds = '/v1/refunds';
const disputes = '/v1/disputes';

export const chargeRoutes = [
  searchRoute(
    'charge',
    `${charges}/search`,
    ({ amount, currency, customer, disputed, refunded, status, metadata }) => ({
      amount,
      currency,
      customer,
      disputed,
      refunded,
      status,
      metadata,
    }),
  ),
  call<object>('get', `${charges}/:charge`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'charge', [at('charge')]),
  }),
  call<Stripe.ChargeUpdateParams>('post', `${charges}/:charge`, {
    simulates: {
      description: true,
      fraud_details: { user_report: true },
      metadata: true,
      receipt_email: true,
    },
    run({ unit, at, params }) {
      const found = required(unit, 'charge', [at('charge')]);
      const report = params.fraud_details?.user_report;
      const changed = {
        ...found,
        description: params.description ?? found.description,
        ...(report === undefined
          ? {}
          : { fraud_details: report === '' ? {} : { user_report: report as 'safe' } }),
        metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)),
        receipt_email: params.receipt_email ?? found.receipt_email,
      };
      unit.save(changed, 'charge.updated');
      return changed;
    },
  }),
  call<Stripe.ChargeListParams>('get', charges, {
    simulates: { ...pagingMask, created: true, customer: true, payment_intent: true },
    run(given) {
      const { created, customer, payment_intent: parent } = given.params;
      return pageOf(given, 'charge', {
        url: charges,
        where: { customer, parent, created: createdRange(created) },
      });
    },
  }),
  call<Stripe.RefundListParams>('get', `${charges}/:charge/refunds`, {
    simulates: pagingMask,
    like: refunds,
    run: (given) =>
      pageOf(given, 'refund', {
        url: `${charges}/${given.at('charge')}/refunds`,
        where: { parent: given.at('charge') },
      }),
  }),
];

export const refundRoutes = [
  call<Stripe.RefundCreateParams>('post', refunds, {
    simulates: { amount: true, charge: true, metadata: true, payment_intent: true, reason: true },
    run({ unit, params }) {
      checkRange(params.amount, 'amount', [1]);
      return refundCharge(unit, chargeOf(unit, params), {
        amount: params.amount,
        reason: (params.reason as 'duplicate' | undefined) ?? null,
        metadata: metadataOf(params.metadata) ?? {},
      });
    },
  }),
  call<object>('get', `${refunds}/:refund`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'refund', [at('refund')]),
  }),
  call<Stripe.RefundUpdateParams>('post', `${refunds}/:refund`, {
    simulates: { metadata: true },
    run({ unit, at, params }) {
      const found = required(unit, 'refund', [at('refund')]);
      const changed = { ...found, metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)) };
      unit.save(changed, 'refund.updated');
      return changed;
    },
  }),
  call<object>('post', `${refunds}/:refund/cancel`, {
    simulates: {},
    run({ unit, at }) {
      const { id, status } = required(unit, 'refund', [at('refund')]);
      // Only one that waits for something from the customer can be, and none to a card does.
      throw refuse(
        'refund_not_cancelable',
        `Refund ${id} is ${status}; only one that requires action can be canceled.`,
      );
    },
  }),
  call<Stripe.RefundListParams>('get', refunds, {
    simulates: { ...pagingMask, charge: true, created: true, payment_intent: true },
    run(given) {
      const { charge, created, payment_intent: intent } = given.params;
      return pageOf(given, 'refund', {
        url: refunds,
        where: { parent: charge, created: createdRange(created) },
        keep: ({ payment_intent }) => intent === undefined || payment_intent === intent,
      });
    },
  }),
];

type Refunded = { readonly charge?: string | undefined; readonly payment_intent?: string | undefined };

function chargeOf(unit: Unit, { charge, payment_intent }: Refunded) {
  if (charge !== undefined) return required(unit, 'charge', [charge, 'charge']);
  if (payment_intent === undefined)
    throw refuse(
      'parameter_missing',
      'One of the following params should be provided: payment_intent or charge.',
      {
        param: 'payment_intent',
      },
    );
  const { latest_charge } = required(unit, 'payment_intent', [payment_intent, 'payment_intent']);
  if (latest_charge === null)
    throw refuse('parameter_invalid', `PaymentIntent ${payment_intent} has no successful charge to refund.`, {
      param: 'payment_intent',
    });
  return required(unit, 'charge', [latest_charge]);
}

export const balanceRoutes = [
  call<object>('get', '/v1/balance', {
    simulates: {},
    run: ({ unit }) => ({ plain: balanceAt(unit) }),
  }),
  call<object>('get', '/v1/balance_transactions/:transaction', {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'balance_transaction', [at('transaction')]),
  }),
  call<Stripe.BalanceTransactionListParams>('get', '/v1/balance_transactions', {
    simulates: { ...pagingMask, created: true, currency: true, payout: true, source: true, type: true },
    run(given) {
      const { created, source, type, currency, payout } = given.params;
      return pageOf(given, 'balance_transaction', {
        url: '/v1/balance_transactions',
        where: { parent: source, tag: type, created: createdRange(created) },
        // The movement of the payout itself is listed with those that it is made of.
        keep: (found) =>
          (currency === undefined || found.currency === currency) &&
          (payout === undefined || found.sim.payout === payout || found.source === payout),
      });
    },
  }),
];

const evidenceMask = Object.fromEntries(evidenceKeys.map((key) => [key, true] as const)) as Readonly<
  Record<(typeof evidenceKeys)[number], true>
>;

export const disputeRoutes = [
  call<object>('get', `${disputes}/:dispute`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'dispute', [at('dispute')]),
  }),
  call<Stripe.DisputeUpdateParams>('post', `${disputes}/:dispute`, {
    simulates: { evidence: evidenceMask, metadata: true, submit: true },
    run({ unit, at, params: { evidence = {}, metadata, submit = true } }) {
      const found = required(unit, 'dispute', [at('dispute')]);
      const named = { ...found, metadata: mergeMetadata(found.metadata, metadataOf(metadata)) };
      return answerDispute(unit, named, { evidence: evidence as Readonly<Record<string, string>>, submit });
    },
  }),
  call<object>('post', `${disputes}/:dispute/close`, {
    simulates: {},
    run: ({ unit, at }) => closeDispute(unit, required(unit, 'dispute', [at('dispute')])),
  }),
  call<Stripe.DisputeListParams>('get', disputes, {
    simulates: { ...pagingMask, charge: true, created: true, payment_intent: true },
    run(given) {
      const { charge, created, payment_intent: intent } = given.params;
      return pageOf(given, 'dispute', {
        url: disputes,
        where: { parent: charge, created: createdRange(created) },
        keep: ({ payment_intent }) => intent === undefined || payment_intent === intent,
      });
    },
  }),
];

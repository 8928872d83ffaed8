import { z } from 'zod';
import { refuse } from '../../domain/refusals.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { answerDispute, closeDispute } from '../../usecases/disputes.ts';
import { required } from '../../usecases/find.ts';
import { balanceAt } from '../../usecases/balance.ts';
import type { Unit } from '../../usecases/ports.ts';
import { refundCharge } from '../../usecases/refund-charge.ts';
import { created, flag, id, metadata, natural, paging, text } from '../params.ts';
import { pageOf, route } from '../route.ts';
import { searchRoute } from '../search.ts';

export const chargeRoutes = [
  searchRoute(
    'charge',
    '/v1/charges/search',
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
  route('get', '/v1/charges/:charge', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'charge', [at('charge')]),
  }),
  route('get', '/v1/charges', {
    params: z.strictObject({ ...paging, created, customer: id.optional(), payment_intent: id.optional() }),
    run: (call) =>
      pageOf(call, 'charge', {
        url: '/v1/charges',
        where: {
          customer: call.params.customer,
          parent: call.params.payment_intent,
          created: call.params.created,
        },
      }),
  }),
  route('get', '/v1/charges/:charge/refunds', {
    params: z.strictObject(paging),
    run: (call) =>
      pageOf(call, 'refund', {
        url: `/v1/charges/${call.at('charge')}/refunds`,
        where: { parent: call.at('charge') },
      }),
  }),
];

export const refundRoutes = [
  route('post', '/v1/refunds', {
    params: z.strictObject({
      amount: natural.optional(),
      charge: id.optional(),
      metadata: metadata.optional(),
      payment_intent: id.optional(),
      reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
    }),
    run: ({ unit, params }) =>
      refundCharge(unit, chargeOf(unit, params), {
        amount: params.amount,
        reason: params.reason ?? null,
        metadata: params.metadata ?? {},
      }),
  }),
  route('get', '/v1/refunds/:refund', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'refund', [at('refund')]),
  }),
  route('post', '/v1/refunds/:refund', {
    params: z.strictObject({ metadata: metadata.optional() }),
    run({ unit, at, params }) {
      const found = required(unit, 'refund', [at('refund')]);
      const changed = { ...found, metadata: mergeMetadata(found.metadata, params.metadata) };
      unit.save(changed, 'refund.updated');
      return changed;
    },
  }),
  route('get', '/v1/refunds', {
    params: z.strictObject({ ...paging, charge: id.optional(), created, payment_intent: id.optional() }),
    run: (call) =>
      pageOf(call, 'refund', {
        url: '/v1/refunds',
        where: { parent: call.params.charge, created: call.params.created },
        keep: ({ payment_intent }) =>
          call.params.payment_intent === undefined || payment_intent === call.params.payment_intent,
      }),
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
  route('get', '/v1/balance', {
    params: z.strictObject({}),
    run: ({ unit }) => ({ plain: balanceAt(unit) }),
  }),
  route('get', '/v1/balance_transactions/:transaction', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'balance_transaction', [at('transaction')]),
  }),
  route('get', '/v1/balance_transactions', {
    params: z.strictObject({
      ...paging,
      created,
      currency: text.optional(),
      payout: id.optional(),
      source: id.optional(),
      type: text.optional(),
    }),
    run: (call) => {
      const { source, type, currency, payout } = call.params;
      return pageOf(call, 'balance_transaction', {
        url: '/v1/balance_transactions',
        where: { parent: source, tag: type, created: call.params.created },
        // The movement of the payout itself is listed with those that it is made of.
        keep: (found) =>
          (currency === undefined || found.currency === currency) &&
          (payout === undefined || found.sim.payout === payout || found.source === payout),
      });
    },
  }),
];

const evidence = z.record(text, text);

export const disputeRoutes = [
  route('get', '/v1/disputes/:dispute', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'dispute', [at('dispute')]),
  }),
  route('post', '/v1/disputes/:dispute', {
    params: z.strictObject({
      evidence: evidence.optional(),
      metadata: metadata.optional(),
      submit: flag.optional(),
    }),
    run({ unit, at, params: { evidence = {}, metadata, submit = true } }) {
      const found = required(unit, 'dispute', [at('dispute')]);
      const named = { ...found, metadata: mergeMetadata(found.metadata, metadata) };
      return answerDispute(unit, named, { evidence, submit });
    },
  }),
  route('post', '/v1/disputes/:dispute/close', {
    params: z.strictObject({}),
    run: ({ unit, at }) => closeDispute(unit, required(unit, 'dispute', [at('dispute')])),
  }),
  route('get', '/v1/disputes', {
    params: z.strictObject({ ...paging, charge: id.optional(), created, payment_intent: id.optional() }),
    run: (call) =>
      pageOf(call, 'dispute', {
        url: '/v1/disputes',
        where: { parent: call.params.charge, created: call.params.created },
        keep: ({ payment_intent }) =>
          call.params.payment_intent === undefined || payment_intent === call.params.payment_intent,
      }),
  }),
];

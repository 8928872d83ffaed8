import type Stripe from 'stripe';
import { refuse } from '../../domain/refusals.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { createPayout, returnPayout } from '../../usecases/payouts.ts';
import { call, createdRange, metadataOf, pageOf, pagingMask } from '../route.ts';

const path = '/v1/payouts';

export const payoutRoutes = [
  call<Stripe.PayoutCreateParams>('post', path, {
    simulates: {
      amount: true,
      currency: true,
      description: true,
      metadata: true,
      statement_descriptor: true,
    },
    run: ({ unit, params: { metadata, ...terms } }) =>
      createPayout(unit, {
        ...terms,
        currency: terms.currency,
        metadata: metadataOf(metadata),
        automatic: false,
      }),
  }),
  call<object>('get', `${path}/:payout`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'payout', [at('payout')]),
  }),
  call<Stripe.PayoutUpdateParams>('post', `${path}/:payout`, {
    simulates: { metadata: true },
    run({ unit, at, params }) {
      const found = required(unit, 'payout', [at('payout')]);
      const changed = { ...found, metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)) };
      unit.save(changed, 'payout.updated');
      return changed;
    },
  }),
  call<object>('post', `${path}/:payout/cancel`, {
    simulates: {},
    run({ unit, at }) {
      const found = required(unit, 'payout', [at('payout')]);
      if (found.status !== 'pending' || found.automatic)
        throw refuse('parameter_invalid', `Payout ${found.id} can no longer be canceled.`);
      return returnPayout(unit, found);
    },
  }),
  call<Stripe.PayoutListParams>('get', path, {
    simulates: { ...pagingMask, arrival_date: true, created: true, status: true },
    run: (given) =>
      pageOf(given, 'payout', {
        url: path,
        where: { tag: given.params.status, created: createdRange(given.params.created) },
        keep: ({ arrival_date: at }) => within(createdRange(given.params.arrival_date), at),
      }),
  }),
];

function within(range: ReturnType<typeof createdRange>, at: number): boolean {
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range ?? {};
  return at > gt && at >= gte && at < lt && at <= lte;
}

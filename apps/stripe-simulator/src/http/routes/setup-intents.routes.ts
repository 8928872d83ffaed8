import type Stripe from 'stripe';
import { refuse } from '../../domain/refusals.ts';
import { newSetupIntent, type SetupIntent } from '../../domain/setup-intent.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { methodNamed } from '../../usecases/payment-methods.ts';
import type { Unit } from '../../usecases/ports.ts';
import { confirmSetup } from '../../usecases/setup-intents.ts';
import { call, createdRange, metadataOf, pageOf, pagingMask } from '../route.ts';

const setups = '/v1/setup_intents';

const setupAt = ({ unit, at }: { unit: Unit; at(name: string): string }): SetupIntent =>
  required(unit, 'setup_intent', [at('intent'), 'intent']);

export const setupIntentRoutes = [
  call<Stripe.SetupIntentCreateParams>('post', setups, {
    simulates: {
      automatic_payment_methods: true,
      confirm: true,
      customer: true,
      description: true,
      metadata: true,
      payment_method: true,
      return_url: true,
      usage: true,
    },
    run({ unit, params }) {
      if (params.customer !== undefined) required(unit, 'customer', [params.customer, 'customer']);
      const method =
        params.payment_method === undefined
          ? null
          : methodNamed(unit, [params.payment_method, 'payment_method']);
      const intent = newSetupIntent(
        {
          customer: params.customer ?? null,
          paymentMethod: method?.id ?? null,
          status: method === null ? 'requires_payment_method' : 'requires_confirmation',
          usage: params.usage as 'off_session' | undefined,
          description: params.description,
          metadata: metadataOf(params.metadata),
        },
        unit,
      );
      unit.save(intent, 'setup_intent.created');
      return params.confirm === true
        ? confirmSetup(unit, intent, { returnUrl: params.return_url ?? null })
        : intent;
    },
  }),
  call<Stripe.SetupIntentRetrieveParams>('get', `${setups}/:intent`, {
    simulates: { client_secret: true },
    run: setupAt,
  }),
  call<Stripe.SetupIntentUpdateParams>('post', `${setups}/:intent`, {
    simulates: { description: true, metadata: true },
    run({ unit, at, params }) {
      const found = setupAt({ unit, at });
      const changed = {
        ...found,
        description: params.description ?? found.description,
        metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)),
      };
      unit.save(changed);
      return changed;
    },
  }),
  call<Stripe.SetupIntentConfirmParams>('post', `${setups}/:intent/confirm`, {
    simulates: { payment_method: true, return_url: true },
    run: ({ unit, at, params }) =>
      confirmSetup(unit, setupAt({ unit, at }), {
        payment_method: params.payment_method,
        returnUrl: params.return_url ?? null,
      }),
  }),
  call<Stripe.SetupIntentCancelParams>('post', `${setups}/:intent/cancel`, {
    simulates: { cancellation_reason: true },
    run({ unit, at, params }) {
      const found = setupAt({ unit, at });
      if (found.status === 'succeeded' || found.status === 'canceled')
        throw refuse(
          'intent_unexpected_state',
          `You cannot cancel this SetupIntent because it has a status of ${found.status}.`,
        );
      const cancellation_reason = (params.cancellation_reason ?? null) as 'abandoned' | null;
      const canceled = { ...found, cancellation_reason, next_action: null, status: 'canceled' } as const;
      unit.save(canceled, 'setup_intent.canceled');
      return canceled;
    },
  }),
  call<Stripe.SetupIntentListParams>('get', setups, {
    simulates: { ...pagingMask, created: true, customer: true },
    run: (given) =>
      pageOf(given, 'setup_intent', {
        url: setups,
        where: { customer: given.params.customer, created: createdRange(given.params.created) },
      }),
  }),
];

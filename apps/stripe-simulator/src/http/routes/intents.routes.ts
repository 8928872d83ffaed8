import type Stripe from 'stripe';
import { newPaymentIntent, type PaymentIntent } from '../../domain/payment.ts';
import { isPayable, smallestCharge } from '../../domain/currency.ts';
import { refuse } from '../../domain/refusals.ts';
import { mergeMetadata, orNull } from '../../domain/wire.ts';
import type { Given } from '../mask.ts';
import { required } from '../../usecases/find.ts';
import {
  cancelPayment,
  capturePayment,
  confirmPayment,
  refusalFor,
  type Confirmed,
  type Confirming,
} from '../../usecases/intents.ts';
import { methodNamed } from '../../usecases/payment-methods.ts';
import type { Unit } from '../../usecases/ports.ts';
import { call, createdRange, metadataOf, pageOf, pagingMask, type Answer } from '../route.ts';
import { searchRoute } from '../search.ts';

const payments = '/v1/payment_intents';

const answerOf = ({ intent, declined }: Confirmed): Answer =>
  declined === null ? intent : { refusal: refusalFor(declined, intent) };

function checkAmount(amount: number, currency: string): void {
  if (amount < smallestCharge(currency))
    throw refuse('amount_too_small', `Amount must be at least ${smallestCharge(currency)} ${currency}`, {
      param: 'amount',
    });
  if (!isPayable(amount, currency))
    throw refuse('parameter_invalid', 'An amount of three decimals must end in 0.', { param: 'amount' });
}

const intentAt = ({ unit, at }: { unit: Unit; at(name: string): string }): PaymentIntent =>
  required(unit, 'payment_intent', [at('intent'), 'intent']);

type Confirmable = {
  readonly payment_method?: string | undefined;
  readonly off_session?: boolean | string | undefined;
  readonly return_url?: string | undefined;
};

const confirmingOf = ({ payment_method, off_session = false, return_url }: Confirmable): Confirming => ({
  payment_method,
  offSession: off_session !== false,
  returnUrl: return_url ?? null,
});

function createIntent(unit: Unit, given: Given<Stripe.PaymentIntentCreateParams>): PaymentIntent {
  const { currency } = given;
  checkAmount(given.amount, currency);
  const { customer, payment_method: named } = given;
  if (customer !== undefined) required(unit, 'customer', [customer, 'customer']);
  const method = named === undefined ? null : methodNamed(unit, [named, 'payment_method']);
  const made = newPaymentIntent(
    {
      amount: given.amount,
      currency,
      customer: orNull(customer),
      description: orNull(given.description),
      setupFutureUsage: orNull(given.setup_future_usage) as 'off_session' | null,
      captureMethod: given.capture_method === 'manual' ? 'manual' : 'automatic',
      metadata: metadataOf(given.metadata),
      receiptEmail: given.receipt_email,
      paymentMethod: orNull(method?.id),
      statementDescriptor: given.statement_descriptor,
    },
    unit,
  );
  const intent = method === null ? made : ({ ...made, status: 'requires_confirmation' } as const);
  unit.save(intent, 'payment_intent.created');
  return intent;
}

export const paymentIntentRoutes = [
  call<Stripe.PaymentIntentCreateParams>('post', payments, {
    simulates: {
      amount: true,
      automatic_payment_methods: true,
      capture_method: true,
      confirm: true,
      currency: true,
      customer: true,
      description: true,
      metadata: true,
      off_session: true,
      payment_method: true,
      receipt_email: true,
      return_url: true,
      setup_future_usage: true,
      statement_descriptor: true,
    },
    run({ unit, params }) {
      const intent = createIntent(unit, params);
      if (params.confirm !== true) return intent;
      return answerOf(confirmPayment(unit, intent, confirmingOf({ ...params, payment_method: undefined })));
    },
  }),
  searchRoute('payment_intent', `${payments}/search`, ({ amount, currency, customer, status, metadata }) => ({
    amount,
    currency,
    customer,
    status,
    metadata,
  })),
  call<Stripe.PaymentIntentRetrieveParams>('get', `${payments}/:intent`, {
    simulates: { client_secret: true },
    run: intentAt,
  }),
  call<Stripe.PaymentIntentUpdateParams>('post', `${payments}/:intent`, {
    simulates: { amount: true, description: true, metadata: true, payment_method: true, receipt_email: true },
    run({ unit, at, params }) {
      const found = intentAt({ unit, at });
      if (found.status === 'succeeded' && params.amount !== undefined)
        throw refuse(
          'intent_unexpected_state',
          'The amount of a PaymentIntent that succeeded cannot change.',
        );
      const changed = {
        ...found,
        amount: params.amount ?? found.amount,
        description: params.description ?? found.description,
        metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)),
        payment_method:
          params.payment_method === undefined
            ? found.payment_method
            : methodNamed(unit, [params.payment_method, 'payment_method']).id,
        receipt_email: params.receipt_email || found.receipt_email,
      };
      checkAmount(changed.amount, changed.currency);
      unit.save(changed);
      return changed;
    },
  }),
  call<Stripe.PaymentIntentConfirmParams>('post', `${payments}/:intent/confirm`, {
    simulates: { payment_method: true, off_session: true, return_url: true },
    run: ({ unit, at, params }) =>
      answerOf(confirmPayment(unit, intentAt({ unit, at }), confirmingOf(params))),
  }),
  call<Stripe.PaymentIntentCaptureParams>('post', `${payments}/:intent/capture`, {
    simulates: { amount_to_capture: true, metadata: true },
    run({ unit, at, params }) {
      const found = intentAt({ unit, at });
      const metadata = mergeMetadata(found.metadata, metadataOf(params.metadata));
      return capturePayment(unit, { ...found, metadata }, params.amount_to_capture);
    },
  }),
  call<Stripe.PaymentIntentCancelParams>('post', `${payments}/:intent/cancel`, {
    simulates: { cancellation_reason: true },
    run: ({ unit, at, params }) =>
      cancelPayment(unit, intentAt({ unit, at }), (params.cancellation_reason ?? null) as 'abandoned' | null),
  }),
  call<Stripe.PaymentIntentListParams>('get', payments, {
    simulates: { ...pagingMask, created: true, customer: true },
    run: (given) =>
      pageOf(given, 'payment_intent', {
        url: payments,
        where: { customer: given.params.customer, created: createdRange(given.params.created) },
      }),
  }),
];

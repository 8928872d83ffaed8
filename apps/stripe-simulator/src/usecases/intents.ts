import { asksOwner, declineLater, refuseCard, type Decline } from '../domain/cards.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import { asking, cancelIntent, fail, newCharge, succeed, type PaymentIntent } from '../domain/payment.ts';
import { refuse } from '../domain/refusals.ts';
import { attach, methodNamed, testCardOf } from './payment-methods.ts';
import type { Unit } from './ports.ts';
import { settleByIntent } from './settle-invoice.ts';
import { bookCharge } from './take-payment.ts';
import { required } from './find.ts';

export type Confirming = {
  readonly payment_method?: string | undefined;
  readonly offSession: boolean;
  readonly returnUrl: string | null;
};

/** What came of it, and the decline where the card refused. */
export type Confirmed = { readonly intent: PaymentIntent; readonly declined: Decline | null };

const confirmable: readonly PaymentIntent['status'][] = ['requires_confirmation', 'requires_payment_method'];

/** Asks the card for the money, after asking its owner where the bank wants that and the owner is there. */
export function confirmPayment(unit: Unit, intent: PaymentIntent, given: Confirming): Confirmed {
  if (!confirmable.includes(intent.status))
    throw refuse(
      'intent_unexpected_state',
      `You cannot confirm this PaymentIntent because it has a status of ${intent.status}.`,
    );
  const name = given.payment_method ?? intent.payment_method;
  if (name === null)
    throw refuse(
      'parameter_missing',
      'You cannot confirm this PaymentIntent because it is missing a payment method.',
      {
        param: 'payment_method',
      },
    );
  const method = methodNamed(unit, [name, 'payment_method']);
  const card = testCardOf(method);
  if (given.offSession)
    return settle(unit, intent, { method, decline: declineLater(card, method.sim.isSetUp) });
  if (!asksOwner(card)) return settle(unit, intent, { method, decline: card.onCharge });
  const waiting = asking(intent, method, { pageUrl: unit.pageUrl, returnUrl: given.returnUrl });
  unit.save(waiting, 'payment_intent.requires_action');
  return { intent: waiting, declined: null };
}

/** What the owner answered when the bank asked. */
export function answerPayment(unit: Unit, intent: PaymentIntent, agrees: boolean): Confirmed {
  if (intent.status !== 'requires_action')
    throw refuse('intent_unexpected_state', 'There is no authentication to answer.');
  const method = required(unit, 'payment_method', [intent.payment_method ?? '']);
  if (agrees) return settle(unit, intent, { method, decline: testCardOf(method).onCharge });
  const refused = {
    ...intent,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  } as const;
  unit.save(refused, 'payment_intent.payment_failed');
  return { intent: refused, declined: null };
}

type Settling = { readonly method: PaymentMethod; readonly decline: Decline | null };

function settle(unit: Unit, intent: PaymentIntent, { method, decline }: Settling): Confirmed {
  const used = decline === null ? keepMethod(unit, intent, method) : method;
  const charge = newCharge({ intent, method: used, decline, pageUrl: unit.pageUrl }, unit);
  if (decline !== null) {
    unit.save(charge, 'charge.failed');
    const failed = { ...fail(intent, charge, decline), next_action: null };
    unit.save(failed, 'payment_intent.payment_failed');
    if (intent.sim.invoice !== null)
      settleByIntent(unit, intent.sim.invoice, { outcome: 'declined', decline, charge });
    return { intent: failed, declined: decline };
  }
  if (intent.capture_method === 'manual') {
    unit.save({ ...charge, captured: false, amount_captured: 0 }, 'charge.succeeded');
    const held = {
      ...succeed(intent, charge),
      amount_capturable: intent.amount,
      amount_received: 0,
      status: 'requires_capture',
    } as const;
    unit.save(held, 'payment_intent.amount_capturable_updated');
    return { intent: held, declined: null };
  }
  unit.save(charge, 'charge.succeeded');
  const paid = succeed(intent, charge);
  unit.save(paid, 'payment_intent.succeeded');
  if (intent.sim.invoice === null) bookCharge(unit, charge);
  else settleByIntent(unit, intent.sim.invoice, { outcome: 'paid', charge });
  return { intent: paid, declined: null };
}

/** A card that is wanted again is given to the customer, and may be charged without its owner where that was asked for. */
function keepMethod(unit: Unit, intent: PaymentIntent, method: PaymentMethod): PaymentMethod {
  if (intent.setup_future_usage === null || intent.customer === null) return method;
  const attached = attach(unit, method, intent.customer);
  const kept = {
    ...attached,
    sim: { ...attached.sim, isSetUp: intent.setup_future_usage === 'off_session' },
  };
  unit.save(kept);
  return kept;
}

/** Takes what was held, or a part of it; the rest is let go. */
export function capturePayment(unit: Unit, intent: PaymentIntent, amount = intent.amount): PaymentIntent {
  if (intent.status !== 'requires_capture')
    throw refuse(
      'intent_unexpected_state',
      `This PaymentIntent could not be captured because it has a status of ${intent.status}.`,
    );
  if (amount <= 0 || amount > intent.amount_capturable)
    throw refuse('parameter_invalid', 'The amount to capture is larger than what is held.', {
      param: 'amount_to_capture',
    });
  const held = required(unit, 'charge', [intent.latest_charge ?? '']);
  const charge = { ...held, captured: true, amount_captured: amount, amount };
  unit.save(charge, 'charge.captured');
  const paid = { ...intent, amount_capturable: 0, amount_received: amount, status: 'succeeded' } as const;
  unit.save(paid, 'payment_intent.succeeded');
  bookCharge(unit, charge);
  return paid;
}

type Reason = 'abandoned' | 'duplicate' | 'fraudulent' | 'requested_by_customer';

export function cancelPayment(unit: Unit, intent: PaymentIntent, reason: Reason | null): PaymentIntent {
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw refuse(
      'intent_unexpected_state',
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
    );
  if (intent.sim.invoice !== null)
    throw refuse(
      'intent_unexpected_state',
      'This PaymentIntent belongs to an invoice: void the invoice instead.',
    );
  const canceled = cancelIntent(intent, unit.now, reason);
  unit.save(canceled, 'payment_intent.canceled');
  return canceled;
}

export const refusalFor = (decline: Decline, intent: PaymentIntent) =>
  refuseCard(decline, {
    ...(intent.latest_charge === null ? {} : { charge: intent.latest_charge }),
    payment_intent: { id: intent.id, object: 'payment_intent', status: intent.status },
  });

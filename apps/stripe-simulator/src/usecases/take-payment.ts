import { asksOwner, declineLater, declineNamed, type Decline } from '../domain/cards.ts';
import type { Customer } from '../domain/customer.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import { subscriptionOf, type Invoice } from '../domain/invoice.ts';
import { asking, fail, newCharge, succeed, type Charge, type PaymentIntent } from '../domain/payment.ts';
import { feeOf, newBalanceTransaction } from '../domain/balance-transaction.ts';
import { openDispute, openInquiry } from './disputes.ts';
import { required } from './find.ts';
import { testCardOf } from './payment-methods.ts';
import type { Unit } from './ports.ts';

/** What an attempt to pay an open invoice came to. */
export type Attempt =
  | { readonly outcome: 'nothing-due' }
  | { readonly outcome: 'paid'; readonly charge: Charge }
  | { readonly outcome: 'no-card' }
  | { readonly outcome: 'asks-owner'; readonly card: string }
  | { readonly outcome: 'dead-card'; readonly card: string }
  | { readonly outcome: 'declined'; readonly decline: Decline; readonly charge: Charge };

/** The card that pays: the invoice's own, else the subscription's, else the customer's. */
export function cardFor(unit: Unit, invoice: Invoice): PaymentMethod | null {
  const subscription = subscriptionOf(invoice);
  const id =
    invoice.default_payment_method ??
    (subscription && unit.find('subscription', subscription)?.default_payment_method) ??
    unit.find('customer', invoice.customer)?.invoice_settings.default_payment_method;
  return id ? unit.find('payment_method', id) : null;
}

/** The card that a new subscription without one of its own would use. */
export function cardOfCustomer(unit: Unit, { invoice_settings }: Customer): PaymentMethod | null {
  const id = invoice_settings.default_payment_method;
  return id === null ? null : unit.find('payment_method', id);
}

/** Where the owner of the card is: away, within reach of a question of the bank, or at a page where they have answered it. */
export type Owner = 'answered' | 'away' | 'reachable';

type By = { readonly method: PaymentMethod | null; readonly owner: Owner };

/** Asks the card for the money. Tells of charge and payment intent; the invoice itself is settled by the caller. */
export function takePayment(unit: Unit, invoice: Invoice, { method, owner }: By): Attempt {
  if (invoice.amount_remaining === 0) return { outcome: 'nothing-due' };
  if (method === null) return { outcome: 'no-card' };
  const intent = intentOf(unit, invoice);
  if (owner === 'reachable' && asksOwner(testCardOf(method)) && !isWished(unit, invoice))
    return askOwner(unit, intent, method);
  if (invoice.sim.deadCard === method.id) return { outcome: 'dead-card', card: method.id };
  const decline = outcomeFor(unit, invoice.customer, { method, owner });
  const charge = newCharge({ intent, method, decline, pageUrl: unit.pageUrl }, unit);
  if (decline === null) {
    unit.save(charge, 'charge.succeeded');
    unit.save(succeed(intent, charge), 'payment_intent.succeeded');
    return { outcome: 'paid', charge };
  }
  unit.save(charge, 'charge.failed');
  unit.save(fail(intent, charge, decline), 'payment_intent.payment_failed');
  return { outcome: 'declined', decline, charge };
}

/** The bank wants an answer first: nothing is charged until the owner gives it at the page that the intent names. */
function askOwner(unit: Unit, intent: PaymentIntent, method: PaymentMethod): Attempt {
  unit.save(asking(intent, method, { pageUrl: unit.pageUrl }), 'payment_intent.requires_action');
  return { outcome: 'asks-owner', card: method.id };
}

const isWished = (unit: Unit, { customer }: Invoice): boolean =>
  (unit.find('customer', customer)?.sim.nextCharge ?? null) !== null;

/** What the card does, unless a test asked for something else; such a wish counts once. */
function outcomeFor(
  unit: Unit,
  customer: string,
  { method, owner }: { readonly method: PaymentMethod; readonly owner: Owner },
): Decline | null {
  const payer = unit.find('customer', customer);
  const wish = payer?.sim.nextCharge ?? null;
  const card = testCardOf(method);
  if (payer === null || wish === null)
    return owner === 'answered' ? card.onCharge : declineLater(card, method.sim.isSetUp);
  unit.save({ ...payer, sim: { ...payer.sim, nextCharge: null } });
  return wish === 'succeed' ? null : declineNamed(wish);
}

export function intentOf(unit: Unit, invoice: Invoice) {
  const [payment] = unit.list('invoice_payment', { parent: invoice.id });
  if (payment === undefined) throw new Error(`open invoice ${invoice.id} has no payment`);
  return required(unit, 'payment_intent', [payment.payment.payment_intent]);
}

/** The money arrives on the balance a moment after the charge, and the charge says so in an event of its own. */
export function bookCharge(unit: Unit, charge: Charge): void {
  const method = unit.recall('payment_method', charge.payment_method);
  const card = method === null ? null : testCardOf(method);
  const booked = newBalanceTransaction(
    {
      amount: charge.amount,
      currency: charge.currency,
      fee: feeOf(charge.amount),
      source: charge.id,
      type: 'charge',
      description: charge.description,
      availableNow: card?.special?.settlesAtOnce === true,
    },
    unit,
  );
  unit.save(booked);
  const settled = { ...charge, balance_transaction: booked.id };
  unit.save(settled, 'charge.updated');
  if (card?.disputes === 'inquiry') openInquiry(unit, settled);
  else if (card !== null && card.disputes !== null) openDispute(unit, settled, card.disputes);
}

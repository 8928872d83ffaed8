import type { Decline } from '../domain/cards.ts';
import { balanceIn } from '../domain/customer.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import { nextAttempt } from '../domain/dunning.ts';
import { balanceMoved, finalize, markPaid, recordFailure } from '../domain/invoice-life.ts';
import { subscriptionOf, withBalance, type Invoice } from '../domain/invoice.ts';
import { cancelIntent, newInvoicePayment, newPaymentIntent } from '../domain/payment.ts';
import { moveCustomerBalance } from './customer-balance.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';
import { endSubscription, followInvoice } from './subscription-standing.ts';
import { bookCharge, intentOf, takePayment, type Attempt, type Owner } from './take-payment.ts';

/** Numbers the invoice and opens it, with a payment intent where there is something to pay. */
export function finalizeInvoice(unit: Unit, draft: Invoice): Invoice {
  const customer = required(unit, 'customer', [draft.customer]);
  const sequence = customer.next_invoice_sequence;
  unit.save({ ...customer, next_invoice_sequence: sequence + 1 });
  const number = `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`;
  const credited = withBalance(draft, balanceIn(customer, draft.currency));
  const invoice = finalize(credited, { number, now: unit.now, pageUrl: unit.pageUrl });
  const moved = balanceMoved(invoice);
  if (moved !== null)
    moveCustomerBalance(unit, {
      ...moved,
      customer: customer.id,
      currency: draft.currency,
      invoice: draft.id,
    });

  // The first invoice that is paid at once has its payment before it is told of.
  const isFirst =
    invoice.billing_reason === 'subscription_create' && draft.automatically_finalizes_at === null;
  if (!isFirst) unit.save(invoice, 'invoice.finalized');
  if (invoice.amount_due > 0) openIntent(unit, invoice);
  if (isFirst) unit.save(invoice, 'invoice.finalized');
  return invoice;
}

/** Finalized and sent to the customer, who pays when they like until it is due. */
export function sendInvoice(unit: Unit, invoice: Invoice): Invoice {
  if (invoice.amount_due === 0) return payInvoice(unit, invoice, { method: null, automatic: false }).invoice;
  unit.save(invoice, 'invoice.sent');
  return invoice;
}

function openIntent(unit: Unit, invoice: Invoice): void {
  const intent = newPaymentIntent(
    {
      amount: invoice.amount_due,
      currency: invoice.currency,
      customer: invoice.customer,
      description:
        invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update',
      setupFutureUsage: invoice.billing_reason === 'subscription_create' ? 'off_session' : null,
      statementDescriptor: invoice.statement_descriptor,
      invoice: invoice.id,
    },
    unit,
  );
  unit.save(intent, 'payment_intent.created');
  unit.save(newInvoicePayment({ invoice: invoice.id, intent }, unit));
}

type Paying = {
  readonly method: PaymentMethod | null;
  readonly automatic: boolean;
  /** Away, where nothing else is said. */
  readonly owner?: Owner | undefined;
};
export type Settled = {
  readonly invoice: Invoice;
  readonly refused: Exclude<Attempt, { outcome: 'paid' | 'nothing-due' }> | null;
};

/** Tries to pay an open invoice, and takes the subscription along: to active, to past due, or to its end. */
export function payInvoice(unit: Unit, invoice: Invoice, paying: Paying): Settled {
  const attempt = takePayment(unit, invoice, { method: paying.method, owner: paying.owner ?? 'away' });
  switch (attempt.outcome) {
    case 'paid':
    case 'nothing-due':
      return { invoice: settlePaid(unit, invoice, { attempt, automatic: paying.automatic }), refused: null };
    case 'asks-owner':
    case 'declined':
    case 'dead-card':
    case 'no-card':
      return {
        invoice: settleFailed(unit, invoice, { attempt, automatic: paying.automatic }),
        refused: attempt,
      };
  }
}

/** A payment that was confirmed by itself, as payment pages of one's own do it, settles the invoice that it is for. */
export function settleByIntent(
  unit: Unit,
  id: string,
  attempt: Extract<Attempt, { outcome: 'declined' | 'paid' }>,
): void {
  const invoice = required(unit, 'invoice', [id]);
  if (attempt.outcome === 'paid') settlePaid(unit, invoice, { attempt, automatic: false });
  else settleFailed(unit, invoice, { attempt, automatic: false });
}

type Paid = { readonly attempt: Attempt; readonly automatic: boolean };

export function settlePaid(unit: Unit, invoice: Invoice, { attempt, automatic }: Paid): Invoice {
  const paid = markPaid(invoice, unit.now, automatic);
  unit.save(paid, 'invoice.updated', 'invoice.paid', 'invoice.payment_succeeded');
  for (const payment of unit.list('invoice_payment', { parent: invoice.id }))
    unit.save(
      {
        ...payment,
        amount_paid: payment.amount_requested,
        status: 'paid',
        status_transitions: { ...payment.status_transitions, paid_at: unit.now },
      },
      'invoice_payment.paid',
    );
  followInvoice(unit, paid);
  if (attempt.outcome === 'paid') {
    useCard(unit, paid, attempt.charge.payment_method);
    bookCharge(unit, attempt.charge);
  }
  return paid;
}

/** The card that paid becomes the subscription's own, where that is its setting. */
function useCard(unit: Unit, invoice: Invoice, method: string): void {
  const subscription = unit.find('subscription', subscriptionOf(invoice) ?? '');
  if (subscription?.payment_settings.save_default_payment_method !== 'on_subscription') return;
  if (subscription.default_payment_method !== method)
    unit.save({ ...subscription, default_payment_method: method }, 'customer.subscription.updated');
}

/** Paid by other means than a card: no charge, nothing on the balance. */
export function payOutside(unit: Unit, invoice: Invoice): Invoice {
  if (invoice.amount_remaining > 0)
    unit.save(cancelIntent(intentOf(unit, invoice), unit.now), 'payment_intent.canceled');
  const paid = { ...markPaid(invoice, unit.now, false), amount_paid_off_stripe: invoice.amount_due };
  unit.save(paid, 'invoice.updated', 'invoice.paid', 'invoice.payment_succeeded');
  followInvoice(unit, paid);
  return paid;
}

type Failed = {
  readonly attempt: Extract<Attempt, { outcome: 'asks-owner' | 'declined' | 'dead-card' | 'no-card' }>;
  readonly automatic: boolean;
};

function settleFailed(unit: Unit, invoice: Invoice, { attempt, automatic }: Failed): Invoice {
  const failed = recordFailure(invoice, {
    now: unit.now,
    automatic,
    deadCard: deadCardOf(attempt),
    nextAttempt: (since, attempts) => nextAttempt(unit.dunning, since, attempts),
  });
  if (wantsOwner(attempt)) unit.save(failed, 'invoice.payment_action_required');
  unit.save(failed, 'invoice.payment_failed', 'invoice.updated');
  followInvoice(unit, failed);
  if (automatic && failed.next_payment_attempt === null) giveUp(unit, failed);
  return failed;
}

const wantsOwner = (attempt: Failed['attempt']): boolean =>
  attempt.outcome === 'asks-owner' ||
  (attempt.outcome === 'declined' && attempt.decline.code === 'authentication_required');

function deadCardOf(attempt: Failed['attempt']): string | null {
  if (attempt.outcome === 'dead-card' || attempt.outcome === 'asks-owner') return attempt.card;
  return attempt.outcome === 'declined' && isHard(attempt.decline) ? attempt.charge.payment_method : null;
}

const isHard = ({ hard }: Decline): boolean => hard;

/** All retries are used up: what the account's setting says happens to the subscription. */
function giveUp(unit: Unit, invoice: Invoice): void {
  const subscription = unit.find('subscription', subscriptionOf(invoice) ?? '');
  if (subscription === null) return;
  switch (unit.dunning.endAction) {
    case 'leave':
      return;
    case 'cancel':
      return void endSubscription(unit, subscription, { reason: 'payment_failed' });
    case 'unpaid':
      return unit.save({ ...subscription, status: 'unpaid' }, 'customer.subscription.updated');
  }
}

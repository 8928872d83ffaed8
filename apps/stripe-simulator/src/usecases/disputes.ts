import {
  disputeFee,
  givenUp,
  isClosed,
  newDispute,
  newInquiry,
  submitted,
  withEvidence,
  type Dispute,
} from '../domain/dispute.ts';
import { type Charge } from '../domain/payment.ts';
import { newBalanceTransaction } from '../domain/balance-transaction.ts';
import { refuse } from '../domain/refusals.ts';
import { cancelAtPeriodEnd } from '../domain/cancellation.ts';
import { subscriptionOf } from '../domain/invoice.ts';
import { hasEnded } from '../domain/subscription.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';
import { endSubscription } from './subscription-standing.ts';

/** The bank takes the money and a fee from the balance, before anybody is heard. */
export function openDispute(unit: Unit, charge: Charge, reason: string): Dispute {
  if (charge.disputed || !charge.paid)
    throw refuse('dispute_impossible', `Charge ${charge.id} cannot be disputed.`, { param: 'charge' });
  const plain = newDispute(charge, reason, unit);
  unit.save(plain, 'charge.dispute.created');
  const booked = withMovement(unit, plain, -charge.amount);
  unit.save({ ...charge, disputed: true }, 'charge.updated');
  unit.save(booked, 'charge.dispute.funds_withdrawn');
  endDisputed(unit, charge);
  return booked;
}

/** What the account's setting says happens to the subscription that was paid for. */
function endDisputed(unit: Unit, { payment_intent }: Charge): void {
  const { whenDisputed = 'leave' } = unit.dunning;
  if (whenDisputed === 'leave') return;
  const paid = unit.find('payment_intent', payment_intent)?.sim.invoice ?? '';
  const invoice = unit.find('invoice', paid);
  const subscription = unit.find('subscription', (invoice && subscriptionOf(invoice)) ?? '');
  if (subscription === null || hasEnded(subscription)) return;
  if (whenDisputed === 'cancel')
    return void endSubscription(unit, subscription, { reason: 'payment_disputed' });
  const ending = cancelAtPeriodEnd(subscription, unit.now, {});
  unit.save(
    {
      ...ending,
      cancellation_details: { ...ending.cancellation_details, reason: 'payment_disputed' as const },
    },
    'customer.subscription.updated',
  );
}

/** The bank asks what the charge was for, and takes nothing. */
export function openInquiry(unit: Unit, charge: Charge): Dispute {
  const asked = newInquiry(charge, unit);
  unit.save(asked, 'charge.dispute.created');
  return asked;
}

function withMovement(unit: Unit, dispute: Dispute, amount: number): Dispute {
  const moved = newBalanceTransaction(
    {
      amount,
      currency: dispute.currency,
      fee: amount < 0 ? disputeFee : 0,
      source: dispute.id,
      type: 'adjustment',
      description:
        amount < 0
          ? `Chargeback withdrawal for ${dispute.charge}`
          : `Chargeback reversal for ${dispute.charge}`,
    },
    unit,
  );
  unit.save(moved);
  const { sim, ...told } = moved;
  void sim;
  return { ...dispute, balance_transactions: [...dispute.balance_transactions, told] };
}

/** More evidence; with `submit` it goes to the bank, which may decide. */
export function answerDispute(
  unit: Unit,
  dispute: Dispute,
  { evidence, submit }: { readonly evidence: Readonly<Record<string, string>>; readonly submit: boolean },
): Dispute {
  checkOpen(dispute);
  const said = withEvidence(dispute, evidence);
  const answered = submit ? submitted(said) : said;
  if (!isClosed(answered)) {
    unit.save(answered, 'charge.dispute.updated');
    return answered;
  }
  return settle(unit, answered);
}

/** Gives in: the money stays with the cardholder. */
export function closeDispute(unit: Unit, dispute: Dispute): Dispute {
  checkOpen(dispute);
  return settle(unit, givenUp(dispute));
}

function settle(unit: Unit, dispute: Dispute): Dispute {
  if (dispute.status !== 'won') {
    unit.save(dispute, 'charge.dispute.closed');
    return dispute;
  }
  const reinstated = withMovement(unit, dispute, dispute.amount);
  unit.save(reinstated, 'charge.dispute.closed', 'charge.dispute.funds_reinstated');
  const charge = required(unit, 'charge', [dispute.charge]);
  unit.save({ ...charge, disputed: true });
  return reinstated;
}

function checkOpen(dispute: Dispute): void {
  if (isClosed(dispute))
    throw refuse('dispute_impossible', `Dispute ${dispute.id} is already closed (${dispute.status}).`);
}

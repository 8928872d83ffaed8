import type { NewId } from '@gatefold/kernel';
import type { ChargeChange, WantedCall, WantedCase } from './change.ts';
import { indexStartingAt, plannedCharge, type PathInstants, type PricePath } from './price-path.ts';
import { reconcilePayment } from './payments.ts';
import type { SeenInvoice } from './seen.ts';
import type { Charge } from './subscription.ts';
import { taxIn } from './tax.ts';

export type Reconciled = {
  readonly charges: readonly Charge[];
  readonly changes: readonly ChargeChange[];
  readonly calls: readonly WantedCall[];
  readonly cases: readonly WantedCase[];
};

type Given = { readonly path: PricePath; readonly instants: PathInstants; readonly newId: NewId };

/**
 * Brings the charges to what Stripe's invoices show, oldest invoice first.
 *
 * Compares, so that seeing the same again changes nothing. Each draft is held against the charge that the
 * path promises for its period, before money moves: one that differs is held back and becomes a case.
 */
export function reconcileCharges(
  before: readonly Charge[],
  invoices: readonly SeenInvoice[],
  given: Given,
): Reconciled {
  return invoices.reduce<Reconciled>((so, invoice) => {
    const one = reconcileInvoice(so.charges, invoice, given);
    return {
      charges: one.charges,
      changes: [...so.changes, ...one.changes],
      calls: [...so.calls, ...one.calls],
      cases: [...so.cases, ...one.cases],
    };
  }, quiet(before));
}

const quiet = (charges: readonly Charge[]): Reconciled => ({ charges, changes: [], calls: [], cases: [] });

function reconcileInvoice(charges: readonly Charge[], invoice: SeenInvoice, given: Given): Reconciled {
  const known = charges.find(({ stripeInvoiceId }) => stripeInvoiceId === invoice.id);
  if (known !== undefined) return settle(charges, { charge: known, invoice, newId: given.newId });

  const index = indexOf(invoice, given);
  if (index === null) return outsideThePath(charges, invoice, 'unplanned-invoice');
  const samePeriod = charges.find((charge) => charge.index === index);
  if (samePeriod !== undefined && samePeriod.status !== 'expected' && samePeriod.status !== 'void')
    return outsideThePath(charges, invoice, 'second-invoice-for-period');

  const fresh = samePeriod ?? expectedCharge(index, given);
  const others = charges.filter(({ id }) => id !== fresh.id);
  return settle([...others, fresh], { charge: fresh, invoice, newId: given.newId });
}

function indexOf({ isFirst, period }: SeenInvoice, { path, instants }: Given): number | null {
  if (isFirst) return 0;
  return period === null ? null : indexStartingAt(path, instants, period.from);
}

/** What is known of a charge that nobody has tried to take yet. */
export const untouched = {
  status: 'expected',
  paidAt: null,
  attempts: 0,
  nextAttemptAt: null,
  stripeInvoiceId: null,
  stripeChargeId: null,
  isBooked: false,
  tax: 0n,
  credited: 0n,
  paidOutside: 0n,
  earned: 0n,
  owed: 0n,
  refunds: [],
  reserved: [],
  dispute: null,
  sequence: 0,
} as const satisfies Partial<Charge>;

/** The charge that the path promises next, before Stripe has drafted anything. */
export function expectedCharge(index: number, { path, instants, newId }: Given): Charge {
  const { phase, item, version, amount, period } = plannedCharge(path, instants, index);
  return {
    ...untouched,
    id: newId(),
    index,
    phase,
    item,
    version,
    amount,
    period,
  };
}

/** Money that the path does not promise is not taken: a draft is held, and a person looks at it. */
function outsideThePath(
  charges: readonly Charge[],
  invoice: SeenInvoice,
  kind: WantedCase['kind'],
): Reconciled {
  if (invoice.total.amount === 0n || invoice.status === 'void') return quiet(charges);
  return {
    ...quiet(charges),
    calls: holdIfDraft(invoice),
    cases: [caseOf(kind, invoice, null)],
  };
}

const holdIfDraft = ({ id, status, advances }: SeenInvoice): WantedCall[] =>
  status === 'draft' && advances ? [{ kind: 'hold-invoice', key: `hold:${id}`, invoiceId: id }] : [];

const caseOf = (
  kind: WantedCase['kind'],
  { id, total }: SeenInvoice,
  expected: bigint | null,
): WantedCase => ({
  kind,
  subject: id,
  facts: {
    invoice: id,
    amount: `${total.amount} ${total.currency}`,
    expected: expected === null ? null : expected.toString(),
  },
});

function settle(
  charges: readonly Charge[],
  { charge, invoice, newId }: { charge: Charge; invoice: SeenInvoice; newId: NewId },
): Reconciled {
  const drafted = draftCheck(charge, invoice);
  const opened = step(charge, invoice);
  const paid = reconcilePayment(opened.charge, invoice, newId);
  return {
    charges: charges
      .map((one) => (one.id === charge.id ? paid.charge : one))
      .toSorted((a, b) => a.index - b.index),
    changes: [...opened.changes, ...paid.changes],
    calls: [...drafted.calls, ...hopelessCalls(invoice)],
    cases: [...drafted.cases, ...paid.cases],
  };
}

/** A card that is lost, stolen or closed is not tried again: only another one can pay. */
const hopelessCalls = ({ id, status, attempts, advances, isHopeless }: SeenInvoice): WantedCall[] =>
  status === 'open' && isHopeless === true && advances && attempts > 0
    ? [{ kind: 'hold-invoice', key: `hopeless:${id}:${attempts}`, invoiceId: id }]
    : [];

function draftCheck(charge: Charge, invoice: SeenInvoice): Pick<Reconciled, 'calls' | 'cases'> {
  const isPromised = charge.status === 'expected' || charge.status === 'void';
  const promised = isPromised ? charge.amount : null;
  const differs =
    promised !== null &&
    (promised.amount !== invoice.total.amount || promised.currency !== invoice.total.currency);
  if (!differs) return { calls: [], cases: [] };
  const kind = invoice.status === 'draft' ? 'draft-differs' : 'amount-differs';
  return { calls: holdIfDraft(invoice), cases: [caseOf(kind, invoice, promised.amount)] };
}

/** The charge as the invoice has it, with what happened on the way. A paid one stays paid, whatever is seen later. */
function step(known: Charge, invoice: SeenInvoice): { charge: Charge; changes: ChargeChange[] } {
  const status = known.status === 'paid' ? 'paid' : statusOf(invoice);
  // What was voided claims nothing, so that what comes after it is booked anew.
  const charge = known.status === 'void' && status !== 'void' ? { ...known, isBooked: false } : known;
  const isDraft = invoice.status === 'draft';
  const next: Charge = {
    ...charge,
    ...triesOf(charge, invoice, status),
    status,
    amount: isDraft ? charge.amount : invoice.total,
    ...(status === 'paid' ? withoutCardOf(invoice) : {}),
    stripeInvoiceId: invoice.id,
    stripeChargeId: invoice.payment?.chargeId ?? charge.stripeChargeId,
    ...(isDraft ? {} : bookedAs(charge, invoice)),
  };
  return { charge: next, changes: [...changesBetween(charge, next), ...settledWithoutCard(charge, next)] };
}

/** What is booked stays as it was booked, its tax too. */
const bookedAs = ({ isBooked, tax }: Charge, invoice: SeenInvoice): Pick<Charge, 'isBooked' | 'tax'> =>
  isBooked || invoice.total.amount <= 0n ? { isBooked, tax } : { isBooked: true, tax: taxIn(invoice) };

const triesOf = (charge: Charge, invoice: SeenInvoice, status: Charge['status']) => ({
  paidAt: status === 'paid' ? (charge.paidAt ?? invoice.paidAt) : null,
  attempts: Math.max(charge.attempts, invoice.attempts),
  nextAttemptAt: status === 'failed' || status === 'open' ? invoice.nextAttemptAt : null,
});

function statusOf({ status, attempts }: SeenInvoice): Charge['status'] {
  switch (status) {
    case 'draft':
      return 'open';
    case 'open':
      return attempts > 0 ? 'failed' : 'open';
    case 'paid':
      return 'paid';
    case 'void':
    case 'uncollectible':
      return 'void';
  }
}

/** What no card has paid. More than is due outside of Stripe is not our claim. */
function withoutCardOf(invoice: SeenInvoice) {
  const credited = invoice.credited ?? 0n;
  const due = invoice.total.amount - credited;
  const outside = invoice.paidOutside ?? 0n;
  return { credited, paidOutside: outside < due ? outside : due };
}

const settledWithoutCard = (before: Charge, charge: Charge): ChargeChange[] => [
  ...(charge.credited > before.credited
    ? [{ type: 'credit-used', charge, amount: charge.credited - before.credited } as const]
    : []),
  ...(charge.paidOutside > before.paidOutside
    ? [{ type: 'paid-outside', charge, amount: charge.paidOutside - before.paidOutside } as const]
    : []),
];

/** An invoice that was given up can still be paid; after one that was voided comes another. */
const openingOf = (before: Charge, { stripeInvoiceId }: Charge): 'charge-opened' | 'charge-reopened' =>
  before.status === 'void' && before.stripeInvoiceId === stripeInvoiceId
    ? 'charge-reopened'
    : 'charge-opened';

function changesBetween(before: Charge, charge: Charge): ChargeChange[] {
  const changes: ChargeChange[] = [];
  if (charge.isBooked && !before.isBooked) changes.push({ type: openingOf(before, charge), charge });
  if (charge.status === before.status && charge.attempts === before.attempts) return changes;
  if (charge.status === 'paid' && before.status !== 'paid')
    changes.push({ type: 'charge-paid', charge, hadFailed: before.status === 'failed' });
  if (charge.status === 'failed') changes.push({ type: 'attempt-failed', charge });
  if (charge.status === 'void' && before.status !== 'void') changes.push({ type: 'charge-voided', charge });
  return changes;
}

import type { World } from './world.ts';

/** What must be true of every world at every time, as sentences of what is not. */
export function wrongIn(world: World): string[] {
  return [
    ...world.all('invoice').flatMap(wrongInvoice),
    ...wrongBalances(world),
    ...wrongPeriods(world),
    ...wrongCharges(world),
  ];
}

type Invoice = ReturnType<typeof invoicesOf>[number];
const invoicesOf = (world: World) => world.all('invoice');

const sum = <T>(list: readonly T[], of: (item: T) => number): number =>
  list.reduce((total, item) => total + of(item), 0);

const unless = (holds: boolean, sentence: string): string[] => (holds ? [] : [sentence]);

function wrongInvoice(invoice: Invoice): string[] {
  const { id, lines, subtotal, total, total_discount_amounts, total_taxes, status } = invoice;
  const added = sum(
    (total_taxes ?? []).filter(({ tax_behavior }) => tax_behavior === 'exclusive'),
    ({ amount }) => amount,
  );
  const off = sum(total_discount_amounts ?? [], ({ amount }) => amount);
  const { amount_due, amount_paid, amount_remaining } = invoice;
  return [
    ...unless(
      subtotal === sum(lines.data, ({ amount }) => amount),
      `${id}: subtotal ${subtotal} is not the sum of its lines`,
    ),
    ...unless(
      total === subtotal - off + added,
      `${id}: total ${total} is not ${subtotal} - ${off} + ${added}`,
    ),
    ...unless(amount_due >= 0 && amount_remaining >= 0, `${id}: less than nothing is due`),
    ...unless(
      amount_due === amount_paid + amount_remaining + (status === 'void' ? amount_due : 0),
      `${id} (${status}): ${amount_due} due is not ${amount_paid} paid and ${amount_remaining} open`,
    ),
    ...unless(status !== 'paid' || amount_remaining === 0, `${id}: paid, and ${amount_remaining} open`),
  ];
}

/** What the account holds is the sum of what moved, and so is what a customer has to their credit. */
function wrongBalances(world: World): string[] {
  const moved = world.all('balance_transaction');
  const { available, pending } = world.must('get', '/v1/balance') as unknown as Record<
    'available' | 'pending',
    { amount: number; currency: string }[]
  >;
  const currencies = [...new Set(moved.map(({ currency }) => currency))];
  const account = currencies.flatMap((currency) => {
    const held = sum(
      [...available, ...pending].filter((funds) => funds.currency === currency),
      ({ amount }) => amount,
    );
    const net = sum(
      moved.filter((one) => one.currency === currency),
      (one) => one.net,
    );
    return unless(held === net, `the account holds ${held} ${currency}, and ${net} moved`);
  });
  const credits = world.all('customer').flatMap(({ id, balance }) => {
    const movements = world.all('customer_balance_transaction').filter(({ customer }) => customer === id);
    const net = sum(movements, ({ amount }) => amount);
    return unless(balance === net, `${id} has ${balance}, and ${net} moved`);
  });
  return [...account, ...credits];
}

/** Each renewal bills the period that begins where the one before ended. */
function wrongPeriods(world: World): string[] {
  return world.all('subscription').flatMap((subscription) => {
    const { id, ended_at } = subscription;
    const invoices = invoicesOf(world)
      .filter(({ parent }) => parent?.subscription_details.subscription === id)
      .toReversed();
    const periods = invoices
      .filter(
        ({ billing_reason }) =>
          billing_reason === 'subscription_cycle' || billing_reason === 'subscription_create',
      )
      .flatMap(({ lines }) =>
        lines.data
          .filter(isOfPeriod)
          .slice(0, 1)
          .map(({ period }) => period),
      );
    const gaps = periods.flatMap((period, index) => {
      const before = periods[index - 1];
      return before === undefined
        ? []
        : unless(before.end === period.start, `${id}: ${before.end} is not followed by ${period.start}`);
    });
    const late = invoices.filter(
      ({ created, billing_reason }) =>
        ended_at !== null && created > ended_at && billing_reason === 'subscription_cycle',
    );
    return [...gaps, ...late.map((invoice) => `${invoice.id} bills ${id} after its end`)];
  });
}

const isOfPeriod = ({ parent }: Invoice['lines']['data'][number]): boolean =>
  parent.type === 'subscription_item_details' && parent.subscription_item_details?.proration === false;

/** No charge gives back more than it took, and each that succeeded moved its amount once. */
function wrongCharges(world: World): string[] {
  const moved = world.all('balance_transaction');
  const refunds = world.all('refund');
  return world.all('charge').flatMap(({ id, amount, paid, amount_refunded }) => {
    const booked = moved.filter(({ source, type }) => source === id && type === 'charge');
    const given = sum(
      refunds.filter(({ charge, status }) => charge === id && status !== 'failed'),
      (refund) => refund.amount,
    );
    return [
      ...unless(booked.length === (paid ? 1 : 0), `${id}: booked ${booked.length} times`),
      ...unless(!paid || booked[0]?.amount === amount, `${id}: ${booked[0]?.amount} booked of ${amount}`),
      ...unless(
        amount_refunded === given && given <= amount,
        `${id}: ${amount_refunded} given back, in refunds of ${given}`,
      ),
    ];
  });
}

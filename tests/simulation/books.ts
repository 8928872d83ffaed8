import type { World } from './world.ts';

/** Cash equals Stripe's balance; what was claimed was paid, voided, or is still open; what came back is owed. */
export function faultsInBooks({ state, stripe }: World): string[] {
  const sums = new Map<string, bigint>();
  for (const { lines } of state.entries.values())
    for (const { account, amount } of lines) sums.set(account, (sums.get(account) ?? 0n) + amount.amount);
  const balance = stripe
    .read((unit) => unit.list('balance_transaction', {}))
    .reduce((sum, { net }) => sum + BigInt(net), 0n);
  const open = [...state.subscriptions.values()]
    .flatMap(({ charges }) => charges)
    .filter(({ status, isBooked }) => isBooked && (status === 'open' || status === 'failed'))
    .reduce((sum, { amount }) => sum + amount.amount, 0n);
  const wrong = (account: string, should: bigint): string[] =>
    (sums.get(account) ?? 0n) === should
      ? []
      : [`${account} is ${sums.get(account) ?? 0n} and should be ${should}`];
  return [
    ...wrong('stripe-balance', balance),
    ...wrong('receivable', open),
    ...wrong('suspense', 0n),
    ...owedFaults(stripe, -(sums.get('refunds-owed') ?? 0n)),
  ];
}

/** Of one charge no less is owed than the largest refund that did not arrive, and no more than all of them, or than was paid. */
function owedFaults(stripe: World['stripe'], owed: bigint): string[] {
  const bounds = stripe.read((unit) => {
    const failed = unit.list('refund', {}).filter(({ status }) => status === 'failed');
    return [...Map.groupBy(failed, ({ charge }) => charge)].map(([id, refunds]) => {
      const amounts = refunds.map(({ amount }) => amount);
      const all = amounts.reduce((total, amount) => total + amount);
      return { least: Math.max(...amounts), most: Math.min(all, unit.find('charge', id)?.amount ?? 0) };
    });
  });
  const sum = (bound: 'least' | 'most'): number => bounds.reduce((total, one) => total + one[bound], 0);
  const [least, most] = [sum('least'), sum('most')];
  return least <= owed && owed <= most ? [] : [`refunds-owed is ${owed}, not ${least} to ${most}`];
}

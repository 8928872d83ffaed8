import { kindOf } from './inbox.ts';
import type { Scene } from './story.ts';

/** Ends of which a reader is told in a mail of its own; a refund, a withdrawal and a second purchase have theirs. */
const toldEnds: readonly (string | null)[] = ['cancelled', 'payment-failed', 'disputed'];

/**
 * What must be true of the reader at the end of every story, whatever it was about: Stripe has what billing has, to the
 * cent; the books tie; they read if something they pay for runs, and only then; each purchase and end was mailed once.
 */
export async function agreeAtTheEnd(scene: Scene): Promise<void> {
  const { play, reader, report } = scene;
  const readerId = (await play.readerIdOf(reader.email)) ?? '';
  const bought = await play.subscriptions(readerId);
  await atStripe(scene, bought);

  const { tie } = await play.ledger();
  report.same(
    'ledger: ties to Stripe to the cent',
    tie.map(({ difference }) => difference),
    tie.map(() => '0'),
  );
  const { granted } = await play.checkMany([{ reader: readerId, feature: 'articles' }]).then(([one]) => one!);
  const runs = bought.some(({ phase, pause }) => phase !== 'ended' && pause === null);
  report.same('access: reads if something runs, and only then', granted, runs);

  const ends = bought.filter(
    ({ endReason, paidThrough }) => paidThrough !== null && toldEnds.includes(endReason),
  );
  report.same('mail: each purchase and each end once', await countsOf(scene), [bought.length, ends.length]);
}

type Bought = Awaited<ReturnType<Scene['play']['subscriptions']>>;

/** Status by status, and all money that was kept of the reader. */
async function atStripe({ play, report }: Scene, bought: Bought): Promise<void> {
  const shown = await Promise.all(
    bought.map(({ stripeSubscriptionId }) => play.bank.subscription(stripeSubscriptionId ?? '')),
  );
  report.same(
    'Stripe: runs what billing runs',
    shown.map(({ status }) => status !== 'canceled'),
    bought.map(({ phase }) => phase !== 'ended'),
  );
  const customers = [...new Set(shown.map(({ customer }) => customer))];
  const theirs = await Promise.all(customers.map((customer) => play.bank.kept(customer)));
  const ours = (await Promise.all(bought.map(({ id }) => play.charges(id)))).flat();
  const kept = ours
    .filter(({ status }) => status === 'paid')
    .reduce((sum, { amount, refunded }) => sum + Number(amount.amount) - Number(refunded.amount), 0);
  report.same('Stripe: kept what billing has, to the cent', sumOf(theirs), kept);
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** How often a purchase and an end were mailed. */
async function countsOf({ play, reader }: Scene): Promise<number[]> {
  const kinds = (await play.inbox.to(reader.email)).map(kindOf);
  return ['purchase-confirmed', 'subscription-ended'].map(
    (kind) => kinds.filter((one) => one === kind).length,
  );
}

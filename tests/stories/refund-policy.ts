import { HOUR, plus } from '@gatefold/kernel';
import { ARTICLE, PERIOD, type Scene, type Story } from './story.ts';

export const refundPolicy: Story = {
  name: 'refund-policy',
  says: 'a refund does what its reason says',
  async play(scene) {
    const { play, reader, report, start } = scene;
    await reader.buy(ARTICLE);
    await scene.look();
    await scene.turnTo(plus(start, PERIOD + 2 * HOUR), 'the first renewal');
    const renewal = await chargeOf(scene, '900');

    await play.staff.refundBecause(renewal, 'goodwill', `story-${renewal}`);
    await scene.turnTo(plus(start, PERIOD + 3 * HOUR), 'all of it is given back out of goodwill');
    report.same('access stays', (await play.check(reader.id(), ARTICLE)).granted, true);
    const [kept] = await play.subscriptions(reader.id());
    report.same('the subscription goes on', [kept?.phase, kept?.endReason], ['year_one', null]);

    await scene.turnTo(plus(start, 2 * PERIOD + 2 * HOUR), 'the next renewal');
    report.same('it is charged as promised', await play.paid(reader.id()), ['100', '900', '900']);
    const second = await chargeOf(scene, '900');
    await play.staff.refundBecause(second, 'requested_by_customer', `story-${second}`);
    await scene.turnTo(plus(start, 2 * PERIOD + 3 * HOUR), 'the reader asks for the money back');
    const answer = await play.check(reader.id(), ARTICLE);
    report.same('access ends', [answer.granted, answer.reason], [false, 'ended']);
    report.same('the wall', (await scene.look()).hasWall, true);
    const [ended] = await play.subscriptions(reader.id());
    report.same('ended as refunded', ended?.endReason, 'refunded');
    await agree(scene);
    report.same('bytes of gated text seen without access', scene.leakedBytes(), 0);
  },
};

/** The newest paid charge of this amount. */
async function chargeOf({ play, reader }: Scene, cents: string): Promise<string> {
  const [subscription] = await play.subscriptions(reader.id());
  const charges = await play.charges(subscription?.id ?? '');
  const found = charges.findLast(({ amount, status }) => amount.amount === cents && status === 'paid');
  if (found === undefined) throw new Error(`nothing was charged for ${cents}`);
  return found.id;
}

async function agree({ play, report }: Scene): Promise<void> {
  const { tie } = await play.ledger();
  report.same(
    'ledger and Stripe agree to the cent',
    tie.map(({ difference }) => difference),
    tie.map(() => '0'),
  );
}

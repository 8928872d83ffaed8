import { DAY, HOUR, plus } from '@gatefold/kernel';
import { ARTICLE, PERIOD, type Scene, type Story } from './story.ts';

export const refund: Story = {
  name: 'refund',
  says: 'partial, then the rest of a renewal',
  async play(scene) {
    const { play, reader, report, start } = scene;
    await reader.buy(ARTICLE);
    await scene.look();
    await scene.note('bought for $1');
    await scene.turnTo(plus(start, PERIOD + 2 * HOUR), 'the first renewal');

    const renewal = (await chargesOf(scene)).find(({ amount }) => amount.amount === '900');
    if (renewal === undefined) throw new Error('the renewal was not charged');
    await play.refund(renewal.id, 300n, `story-${renewal.id}-partial`);
    await scene.turnTo(plus(start, PERIOD + 3 * HOUR), 'a third is given back');
    report.same(
      'access is unchanged by a partial refund',
      (await play.check(reader.id(), ARTICLE)).granted,
      true,
    );

    await play.refund(renewal.id, null, `story-${renewal.id}-rest`);
    await play.refund(renewal.id, null, `story-${renewal.id}-rest`);
    await scene.turnTo(plus(start, PERIOD + 4 * HOUR), 'the rest is given back, asked twice with one key');
    const answer = await play.check(reader.id(), ARTICLE);
    report.same('a full refund ends access by policy', [answer.granted, answer.reason], [false, 'ended']);
    report.same('the wall', (await scene.look()).hasWall, true);

    const [subscription] = await play.subscriptions(reader.id());
    report.same('ended as refunded', [subscription?.phase, subscription?.endReason], ['ended', 'refunded']);
    const refunded = (await chargesOf(scene)).map((charge) => charge.refunded.amount);
    report.same(
      'what was given back',
      refunded.reduce((sum, amount) => sum + Number(amount), 0),
      900,
    );
    await scene.turnTo(plus(start, 2 * PERIOD + 2 * DAY), 'the next renewal would be due');
    report.same(
      'nothing more was charged',
      (await chargesOf(scene)).filter(({ status }) => status === 'paid').length,
      2,
    );
    const ledger = await play.ledger();
    report.same(
      'ledger and Stripe agree to the cent',
      ledger.tie.map(({ difference }) => difference),
      ledger.tie.map(() => '0'),
    );
    report.same('bytes of gated text seen without access', scene.leakedBytes(), 0);
  },
};

async function chargesOf({ play, reader }: Scene) {
  const [subscription] = await play.subscriptions(reader.id());
  return play.charges(subscription?.id ?? '');
}

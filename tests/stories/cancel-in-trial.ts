import { DAY, plus, SECOND } from '@gatefold/kernel';
import { kindOf } from './inbox.ts';
import { ARTICLE, PERIOD, type Story } from './story.ts';

export const cancelInTrial: Story = {
  name: 'cancel-in-trial',
  says: 'cancel on day 3, undo, cancel on day 20',
  async play(scene) {
    const { play, reader, report, start } = scene;
    await reader.buy(ARTICLE);
    await reader.signInByMail();
    await scene.look();
    await scene.note('bought for $1');

    await scene.turnTo(plus(start, 3 * DAY), 'day 3');
    await reader.cancel();
    await scene.note('cancelled');
    report.same(
      'the subscription is cancelling',
      (await play.subscriptions(reader.id()))[0]?.intent,
      'cancelling',
    );

    await reader.undoCancel();
    await scene.note('kept after all');
    report.same(
      'the subscription renews again',
      (await play.subscriptions(reader.id()))[0]?.intent,
      'renewing',
    );

    await scene.turnTo(plus(start, 20 * DAY), 'day 20');
    await reader.cancel();
    await scene.note('cancelled again');

    const end = new Date((await play.subscriptions(reader.id()))[0]?.paidThrough ?? 0);
    await scene.turnTo(plus(end, -SECOND), 'the last second of day 28');
    report.same('reads to the last second', (await play.check(reader.id(), ARTICLE)).granted, true);
    await scene.turnTo(end, 'day 28');
    report.same('the wall on day 28', (await scene.look()).hasWall, true);
    await scene.turnTo(plus(end, 2 * PERIOD), 'eight weeks later');

    const [subscription] = await play.subscriptions(reader.id());
    report.same('$1 and nothing else was charged', await play.paid(reader.id()), ['100']);
    report.same(
      'the subscription has ended',
      [subscription?.phase, subscription?.endReason],
      ['ended', 'cancelled'],
    );
    const kinds = (await play.inbox.to(reader.email)).map(kindOf);
    report.same(
      'a certificate for each cancellation',
      kinds.filter((kind) => kind === 'cancellation-certificate').length,
      2,
    );
    report.same('bytes of gated text seen without access', scene.leakedBytes(), 0);
  },
};

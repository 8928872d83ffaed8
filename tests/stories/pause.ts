import { DAY, HOUR, plus, SECOND } from '@gatefold/kernel';
import { kindOf } from './inbox.ts';
import { ARTICLE, PERIOD, type Story } from './story.ts';

export const pause: Story = {
  name: 'pause',
  says: 'pause for four weeks, come back by itself; pause again, come back early; thirteen stays thirteen',
  async play(scene) {
    const { play, reader, report, start } = scene;
    await reader.buy(ARTICLE);
    await reader.signInByMail();
    await scene.look();
    await scene.turnTo(plus(start, PERIOD + 2 * HOUR), 'the first reduced charge is paid');
    const end = plus(start, 2 * PERIOD);

    await reader.pause();
    await scene.note('paused');
    await scene.turnTo(plus(end, -SECOND), 'the last second that is paid for');
    report.same('reads to the last second', (await play.check(reader.id(), ARTICLE)).granted, true);
    await scene.turnTo(plus(end, DAY), 'resting');
    report.same('the wall while it rests', (await scene.look()).hasWall, true);
    report.same('nothing is charged', await play.paid(reader.id()), ['100', '900']);
    await scene.turnTo(plus(end, PERIOD + 2 * HOUR), 'the day of the return');
    report.same(
      'charged, and open again',
      [await play.paid(reader.id()), (await scene.look()).hasWall],
      [['100', '900', '900'], false],
    );

    await reader.pause();
    const second = plus(end, 2 * PERIOD);
    await scene.turnTo(plus(second, 3 * DAY), 'resting again');
    await reader.resume();
    await scene.note('back early');
    const [back] = await play.subscriptions(reader.id());
    report.same('charged at once', [(await play.paid(reader.id())).length, back?.pause], [4, null]);
    const step = new Date(back?.path.at(-1)?.period.from ?? 0);
    await scene.turnTo(plus(step, 2 * HOUR), 'the list price begins');
    report.same('thirteen reduced charges, then the list price', await play.paid(reader.id()), [
      '100',
      ...Array<string>(13).fill('900'),
      '1500',
    ]);
    const kinds = (await play.inbox.to(reader.email)).map(kindOf);
    report.same('each pause was told', kinds.filter((kind) => kind === 'paused').length, 2);
    report.same('bytes of gated text seen without access', scene.leakedBytes(), 0);
  },
};

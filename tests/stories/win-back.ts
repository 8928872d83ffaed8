import { DAY, HOUR, plus } from '@gatefold/kernel';
import { ARTICLE, PERIOD, type Story } from './story.ts';

export const winBack: Story = {
  name: 'win-back',
  says: 'cancel at the list price, stay for less, cancel again, go, and come back at less',
  async play(scene) {
    const { play, reader, report, start } = scene;
    await reader.buy(ARTICLE);
    await reader.signInByMail();
    await scene.look();
    const first = await reader.cancel();
    report.same('in the introduction nothing is offered to stay', offersToStay(first.html), false);
    await reader.undoCancel();

    await scene.turnTo(plus(start, 14 * PERIOD + 2 * HOUR), 'the list price is paid');
    const done = await reader.cancel();
    report.same('it is cancelled before anything is offered', await intentOf(scene), 'cancelling');
    report.same('below that one may stay for less', offersToStay(done.html), true);
    await reader.stay();
    await scene.note('stays for $9');
    report.same('the subscription renews', await intentOf(scene), 'renewing');
    await scene.turnTo(plus(start, 18 * PERIOD + 2 * HOUR), 'three reduced charges later');
    report.same('three times $9, then the list price', (await play.paid(reader.id())).slice(14), [
      '1500',
      '900',
      '900',
      '900',
      '1500',
    ]);

    const again = await reader.cancel();
    report.same('nobody is asked twice', offersToStay(again.html), false);
    await scene.turnTo(plus(start, 19 * PERIOD + DAY), 'gone');
    report.same('the wall', (await scene.look()).hasWall, true);
    await scene.turnTo(plus(start, 19 * PERIOD + 15 * DAY), 'two weeks later');
    await reader.comeBack();
    await scene.note('back');
    report.same('reads again', (await play.check(reader.id(), ARTICLE)).granted, true);
    await scene.turnTo(plus(start, 22 * PERIOD + 16 * DAY), 'three periods on');
    report.same('three times $9, then the list price', await play.paid(reader.id()), [
      '900',
      '900',
      '900',
      '1500',
    ]);
  },
};

const offersToStay = (html: string): boolean => html.includes('action="/account/stay"');

async function intentOf({ play, reader }: Parameters<Story['play']>[0]): Promise<string | undefined> {
  return (await play.subscriptions(reader.id()))[0]?.intent;
}

import { DAY, HOUR, plus } from '@gatefold/kernel';
import { kindOf } from './inbox.ts';
import { ARTICLE, PERIOD, type Story } from './story.ts';

export const priceRise: Story = {
  name: 'price-rise',
  says: 'a new list price is announced: what was promised stays, and the new price comes on its day',
  async play(scene) {
    const { play, reader, report, start } = scene;
    await reader.buy(ARTICLE);
    await reader.signInByMail();
    await scene.look();
    await scene.turnTo(plus(start, 13 * PERIOD + 2 * HOUR), 'the last reduced charge is paid');
    const from = plus(start, 15 * PERIOD - DAY);
    const raised = await play.raisePrice({ offer: 'digital', amount: 1_800n, from });
    await scene.note('a new list price is announced');
    report.same('it reaches the reader', raised.announced > 0, true);
    const mail = await play.inbox.waitFor(reader.email, 'price-change');
    report.same('the mail says it', JSON.stringify(mail).includes('$18'), true);

    await scene.turnTo(plus(start, 14 * PERIOD + 2 * HOUR), 'the list price as it was promised');
    report.same('$15 still', (await play.paid(reader.id())).at(-1), '1500');
    await scene.turnTo(plus(from, DAY + 2 * HOUR), 'the day of the new price');
    report.same('$18', (await play.paid(reader.id())).at(-1), '1800');
    report.same('the whole path', await play.paid(reader.id()), [
      '100',
      ...Array<string>(13).fill('900'),
      '1500',
      '1800',
    ]);
    await scene.turnTo(plus(from, PERIOD + 2 * DAY), 'four weeks later');
    report.same('and again', (await play.paid(reader.id())).at(-1), '1800');
    const kinds = (await play.inbox.to(reader.email)).map(kindOf);
    report.same('told once', kinds.filter((kind) => kind === 'price-change').length, 1);
    report.same('reads', (await play.check(reader.id(), ARTICLE)).granted, true);
  },
};

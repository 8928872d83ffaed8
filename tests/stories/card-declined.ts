import { DAY, HOUR, plus, SECOND } from '@gatefold/kernel';
import { kindOf } from './inbox.ts';
import { testCards } from './reader.ts';
import { ARTICLE, PERIOD, type Scene, type Story } from './story.ts';

/** How long the seeded paper lets a reader read on while a failed renewal is collected. */
const DUNNING = 14 * DAY;

export const cardDeclined: Story = {
  name: 'card-declined',
  says: 'renewal fails twice, card changed, paid; later fails to the end',
  async play(scene) {
    const { play, reader, report, start } = scene;
    await reader.buy(ARTICLE, testCards.failsLater);
    await reader.signInByMail();
    await scene.look();
    await scene.note('bought with a card that fails later');

    await scene.turnTo(plus(start, PERIOD + 2 * HOUR), 'the first renewal fails');
    report.same('the charge is being collected', await standing(scene), 'collecting');
    report.same('reads on meanwhile', (await play.check(reader.id(), ARTICLE)).granted, true);

    await scene.turnTo(plus(start, PERIOD + 4 * DAY), 'it fails a second time');
    report.same('reads on after the second failure', (await play.check(reader.id(), ARTICLE)).granted, true);

    await reader.changeCard(testCards.good);
    await scene.turnTo(plus(start, PERIOD + 4 * DAY + 60 * SECOND), 'a new card was given');
    report.same('the new card was charged at once', await standing(scene), 'ok');
    report.same('paid', await play.paid(reader.id()), ['100', '900']);

    await reader.changeCard(testCards.failsLater);
    await scene.note('the card is replaced by one that fails');
    const due = new Date((await play.subscriptions(reader.id()))[0]?.paidThrough ?? 0);
    for (const day of [0.1, 3, 5, 7, 10, 13]) {
      await scene.turnTo(plus(due, day * DAY), `day ${day} of collecting`);
      report.same(
        `reads on day ${day} of collecting`,
        (await play.check(reader.id(), ARTICLE)).granted,
        true,
      );
    }
    await scene.turnTo(plus(due, DUNNING), 'collecting is given up');
    const answer = await play.check(reader.id(), ARTICLE);
    report.same('the wall names the payment', [answer.granted, answer.reason], [false, 'payment-problem']);
    const wall = await scene.look();
    report.same('the page shows the wall', wall.hasWall, true);
    report.expect(
      'and says that it is about the payment',
      /payment/i.test(wall.page.document.textContent),
      'no such words',
    );

    await scene.turnTo(plus(due, DUNNING + PERIOD), 'four weeks later');
    report.same('nothing more was charged', await play.paid(reader.id()), ['100', '900']);
    const kinds = (await play.inbox.to(reader.email)).map(kindOf);
    report.expect(
      'mails about the failed payment',
      kinds.filter((kind) => kind === 'payment-failed').length >= 2,
      kinds.join(', '),
    );
    report.same('a mail about the recovery', kinds.filter((kind) => kind === 'payment-recovered').length, 1);
    report.same('bytes of gated text seen without access', scene.leakedBytes(), 0);
  },
};

const standing = async ({ play, reader }: Scene) => (await play.subscriptions(reader.id()))[0]?.standing;

import { DAY, HOUR, plus } from '@gatefold/kernel';
import { kindOf } from './inbox.ts';
import { ARTICLE, PERIOD, type Story } from './story.ts';

export const webhooksLost: Story = {
  name: 'webhooks-lost',
  says: 'every webhook dropped from checkout to the second renewal',
  async play(scene) {
    const { play, reader, report, start } = scene;
    await play.webhooks({ mode: 'drop' });
    try {
      const unlocked = await reader.buy(ARTICLE);
      report.same('the return page opens the article at once', unlocked.hasWall, false);
      await scene.note('bought while every webhook is lost');

      for (const renewal of [1, 2]) {
        await scene.turnTo(plus(start, renewal * PERIOD + 3 * HOUR), `renewal ${renewal}, unheard`);
        report.same(
          `reads on after renewal ${renewal}`,
          (await play.check(reader.id(), ARTICLE)).granted,
          true,
        );
      }
      await scene.turnTo(plus(start, 2 * PERIOD + DAY), 'a day later');
      report.same('the poller found both renewals', await play.paid(reader.id()), ['100', '900', '900']);
    } finally {
      await play.webhooks({ mode: 'deliver' });
    }

    const before = await play.ledger();
    const mailsBefore = (await play.inbox.to(reader.email)).map(kindOf);
    await play.webhooks({ resend: 'all' });
    await scene.turnTo(plus(start, 2 * PERIOD + DAY + HOUR), 'all webhooks came after all');
    const balances = (ledger: typeof before) =>
      ledger.accounts.map(({ journal, account, balance }) => [journal, account, balance.amount]);
    report.same('nothing was charged twice', await play.paid(reader.id()), ['100', '900', '900']);
    report.same('nothing was booked twice', balances(await play.ledger()), balances(before));
    report.same('nothing was mailed twice', (await play.inbox.to(reader.email)).map(kindOf), mailsBefore);
    report.same('one subscription', (await play.subscriptions(reader.id())).length, 1);
  },
};

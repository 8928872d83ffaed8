import { DAY, plus, SECOND } from '@gatefold/kernel';
import { createBrowser } from './browser.ts';
import { kindOf } from './inbox.ts';
import { ARTICLE, PERIOD, type Story } from './story.ts';

export const withdraw: Story = {
  name: 'withdraw',
  says: 'withdraw from the contract on day 5, in a strange browser, with the order number alone',
  async play(scene) {
    const { play, reader, report, start } = scene;
    const { site } = play.stack.urls;
    await reader.buy(ARTICLE);
    await scene.look();
    await scene.turnTo(plus(start, 5 * DAY), 'day 5');
    const [bought] = await play.subscriptions(reader.id());
    const claim = { email: reader.email, orderNumber: bought?.orderNumber ?? '' };

    const stranger = createBrowser();
    const home = await stranger.visit(site);
    const links = home.document.querySelectorAll('footer a').map((a) => a.getAttribute('href'));
    report.same(
      'every page leads to it, beside cancelling',
      [links.includes('/withdraw'), links.includes('/cancel')],
      [true, true],
    );
    const wrong = await stranger.submit(await stranger.visit(`${site}/withdraw`), {
      ...claim,
      orderNumber: 'AAAA-BBBB-CCC',
    });
    report.same('a wrong number says nothing of whose it is', wrong.status, 422);
    const asked = await stranger.submit(await stranger.visit(`${site}/withdraw`), claim);
    report.same('it says what goes back', asked.html.includes('$1'), true);
    const done = await stranger.submit(asked, {}, '/withdraw');
    const certificate = `${claim.orderNumber}-W`;
    report.same('done, with a certificate', done.html.includes(certificate), true);
    const [after] = await play.subscriptions(reader.id());
    report.same('it ended at once', [after?.phase, after?.endReason], ['ended', 'withdrawn']);
    await scene.turnTo(plus(await play.clock.now(), SECOND), 'withdrawn');
    report.same('the wall', (await scene.look()).hasWall, true);
    const [charge] = await play.charges(after?.id ?? '');
    report.same('the dollar went back', charge?.refunded.amount, '100');
    await scene.turnTo(plus(start, 3 * PERIOD), 'twelve weeks later');
    report.same('nothing more was charged', await play.paid(reader.id()), ['100']);
    const mail = await play.inbox.waitFor(reader.email, 'withdrawal-certificate');
    report.same('the mail has the number', JSON.stringify(mail).includes(certificate), true);
    const kinds = (await play.inbox.to(reader.email)).map(kindOf);
    report.same('once', kinds.filter((kind) => kind === 'withdrawal-certificate').length, 1);
    report.same('bytes of gated text seen without access', scene.leakedBytes(), 0);
  },
};

import { createBrowser } from './browser.ts';
import { ARTICLE, type Story } from './story.ts';

export const introTwice: Story = {
  name: 'intro-twice',
  says: 'the introduction is for one person once',
  async play(scene) {
    const { play, reader, report } = scene;
    await reader.buy(ARTICLE);
    await scene.note('bought for $1');
    const uses = await play.staff.introUses(reader.id());
    report.same('it is remembered', [uses.length, uses[0]?.verdict], [1, 'given']);

    const site = play.stack.urls.site;
    const alias = aliasOf(reader.email);
    const order = async () => {
      const browser = createBrowser();
      return browser.submit(await browser.visit(`${site}/offer`), { email: alias, consent: 'on' });
    };
    const refused = await order();
    await scene.note('the same mailbox asks for the dollar again, under an alias');
    report.same(
      'it is told why',
      refused.document.textContent.includes('You have had the introduction before'),
      true,
    );
    report.same('what is offered instead begins at $9', refused.document.textContent.includes('$9'), true);
    report.same('nothing was opened to pay', new URL(refused.url).pathname, '/offer');
    report.same('one dollar was paid', await play.paid(reader.id()), ['100']);

    await play.staff.waiveIntro(uses[0]?.checkoutId ?? '', 'it was somebody else with this address');
    const welcome = await order();
    await scene.note('staff let the first one not count');
    report.same('now the payment page opens', new URL(welcome.url).pathname.startsWith('/offer'), false);
    const ledger = await play.ledger();
    report.same(
      'ledger and Stripe agree to the cent',
      ledger.tie.map(({ difference }) => difference),
      ledger.tie.map(() => '0'),
    );
  },
};

const aliasOf = (email: string): string => email.replace('@', '+again@');

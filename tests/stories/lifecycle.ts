import { DAY, HOUR, MINUTE, plus, SECOND } from '@gatefold/kernel';
import { kindOf } from './inbox.ts';
import { PERIOD, type Scene, type Story } from './story.ts';

const DISCOUNTED = 13;
const AT_LIST_PRICE = 2;

/** Where to look within each period: close about the boundary, the draft hour and the charge, and now and then. */
const looks = [
  SECOND,
  30 * MINUTE,
  59 * MINUTE,
  HOUR + MINUTE,
  3 * HOUR,
  DAY,
  3 * DAY,
  7 * DAY,
  14 * DAY,
  20 * DAY,
  21 * DAY + HOUR,
  27 * DAY,
  PERIOD - SECOND,
];

export const lifecycle: Story = {
  name: 'lifecycle',
  says: 'buy, 13 discounted renewals, 2 at list price, cancel, end',
  async play(scene) {
    const { report, reader, play } = scene;
    const bought = await buy(scene);
    const periods = 1 + DISCOUNTED + AT_LIST_PRICE;
    let looked = 0;
    let denied = 0;

    for (let period = 0; period < periods; period += 1) {
      for (const offset of looks) {
        await play.clock.to(plus(bought, period * PERIOD + offset));
        const answer = await play.check(reader.id(), 'harbour-dredging-stalls');
        looked += 1;
        if (!answer.granted) denied += 1;
        if (period === periods - 1 && offset === 3 * DAY) await cancel(scene);
      }
      await scene.note(`${period === 0 ? 'the introduction' : `renewal ${period}`} is used up`);
    }
    report.expect('looked at access at 200 instants or more', looked >= 200, String(looked));
    report.same('the payer never met the wall', denied, 0);

    await end(scene, plus(bought, periods * PERIOD));
    await money(scene);
    await mails(scene);
  },
};

async function buy(scene: Scene): Promise<Date> {
  const { reader, report, play } = scene;
  const unlocked = await reader.buy('harbour-dredging-stalls');
  report.expect(
    'back at the same article',
    unlocked.page.url.includes('/articles/harbour-dredging-stalls'),
    unlocked.page.url,
  );
  report.same('reads it whole at once', unlocked.hasWall, false);
  await scene.look();
  await scene.note('bought for $1');
  await reader.signInByMail();
  await scene.note('verified the address by the mailed link');

  const [subscription] = await play.subscriptions(reader.id());
  const introEnds = subscription?.paidThrough;
  if (introEnds === null || introEnds === undefined)
    throw new Error('the subscription has no end of its introduction');
  return plus(new Date(introEnds), -PERIOD);
}

async function cancel({ reader, report, note }: Scene): Promise<void> {
  const done = await reader.cancel();
  report.same('cancelled in two screens', done.status, 200);
  await note('cancelled');
}

async function end(scene: Scene, paidThrough: Date): Promise<void> {
  const { play, reader, report } = scene;
  await scene.turnTo(paidThrough, 'the paid-through instant');
  report.same('the wall is back on the paid-through instant', (await scene.look()).hasWall, true);
  const waits = { 'a second': SECOND, 'an hour': HOUR, 'a day': DAY, 'forty days': 40 * DAY };
  for (const [words, later] of Object.entries(waits)) {
    await play.clock.to(plus(paidThrough, later));
    const answer = await play.check(reader.id(), 'harbour-dredging-stalls');
    report.same(`no access ${words} after the end`, [answer.granted, answer.reason], [false, 'ended']);
  }
  report.same('bytes of gated text seen without access', scene.leakedBytes(), 0);
}

async function money({ play, reader, report }: Scene): Promise<void> {
  const [subscription] = await play.subscriptions(reader.id());
  const wanted = [
    '100',
    ...Array<string>(DISCOUNTED).fill('900'),
    ...Array<string>(AT_LIST_PRICE).fill('1500'),
  ];
  report.same('charges: $1, 13 discounted, 2 at list price', await play.paid(reader.id()), wanted);
  report.same('nothing is charged after the end', subscription?.nextCharge ?? null, null);

  const ledger = await play.ledger();
  report.same(
    'the ledger ties to Stripe to the cent',
    ledger.tie.map(({ difference }) => difference),
    ledger.tie.map(() => '0'),
  );
  report.same('nothing in the ledger is unexplained', ledger.unexplained, 0);
}

async function mails({ play, reader, report }: Scene): Promise<void> {
  const kinds = (await play.inbox.to(reader.email)).map(kindOf);
  const count = (kind: string): number => kinds.filter((one) => one === kind).length;
  report.same('confirmation of the purchase', count('purchase-confirmed'), 1);
  report.same('reminder before the introduction ends', count('conversion-reminder'), 1);
  report.same('notice before the list price', count('step-up-notice'), 1);
  report.same('a receipt for each renewal', count('receipt'), DISCOUNTED + AT_LIST_PRICE);
  report.same('certificate of the cancellation', count('cancellation-certificate'), 1);
}

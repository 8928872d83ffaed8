import { HOUR, plus } from '@gatefold/kernel';
import { kindOf } from './inbox.ts';
import type { Play } from './play.ts';
import { createReader, testCards, type Reader } from './reader.ts';
import { ARTICLE, PERIOD, type Scene, type Story } from './story.ts';

/** For subscribers of the second paper. */
const OF_SIGNAL = 'cable-break-sorrel-bay';

export const titles: Story = {
  name: 'titles',
  says: 'both papers bought at the wall of the second and read at each; a reader of the first changes to both',
  async play(scene) {
    const { play, reader, report, start } = scene;
    const before = await play.ledger();
    const buyer = await buyBoth(scene);
    await reader.buy(ARTICLE);
    await reader.signInByMail();
    await scene.turnTo(plus(start, PERIOD + 2 * HOUR), 'each is charged for the second four weeks');

    await changeToBoth(scene);
    report.same('the other has paid twice', await play.paid(buyer.id()), ['1200', '1200']);
    await buyer.cancel();
    await scene.turnTo(plus(start, 2 * PERIOD + 5 * HOUR), 'one is renewed, and the other out');
    report.same('the one who changed pays for both', (await play.paid(reader.id())).at(-1), '1200');
    report.same('and reads both', await walls(play, reader.id()), [false, false]);
    report.same('who has cancelled is out of both at once', await walls(play, buyer.id()), [true, true]);
    report.same('the books tie', differences(await play.ledger()), differences(before));
  },
};

/** A guest at the second paper: from its wall through the hosted page, then a sign-in at each. */
async function buyBoth({ play, reader, report }: Scene): Promise<Reader> {
  const { signal } = play.stack.urls;
  const email = `both-${reader.email}`;
  const buyer = createReader(play, email, signal);
  report.same('the second paper has a wall', (await buyer.read(OF_SIGNAL)).hasWall, true);

  const unlocked = await buyer.buy(OF_SIGNAL, testCards.good, 'both');
  report.same('back at its article', unlocked.page.url.startsWith(`${signal}/articles/${OF_SIGNAL}`), true);
  report.same('which is open', unlocked.hasWall, false);
  await buyer.signInByMail();
  const confirmed = await play.inbox.waitFor(email, 'purchase-confirmed');
  report.same('it is The Signal that confirms', confirmed.from[0]?.name, 'The Signal');

  const [sold] = await play.subscriptions(buyer.id());
  report.same(
    'sold by the second paper, for both',
    [sold?.offer, sold?.publication, sold?.alsoReads],
    ['both', 'signal', ['meridian']],
  );
  report.same('paid once', await play.paid(buyer.id()), ['1200']);
  report.same('access to both', await walls(play, buyer.id()), [false, false]);

  const atMeridian = createReader(play, email);
  report.same('a sign-in is for one host', (await atMeridian.read(ARTICLE)).hasWall, true);
  await atMeridian.signIn();
  report.same('signed in, the first paper is open too', (await atMeridian.read(ARTICLE)).hasWall, false);
  return buyer;
}

/** Who has the first alone meets the wall of the second, pays what is left of the difference, and has four weeks from then. */
async function changeToBoth({ play, reader, report }: Scene): Promise<void> {
  const atSignal = createReader(play, reader.email, play.stack.urls.signal);
  await atSignal.signIn();
  report.same('another plan opens the second paper', (await atSignal.read(OF_SIGNAL)).hasWall, true);
  await atSignal.changePlan('both');
  report.same('both are open', await walls(play, reader.id()), [false, false]);
  report.same('so is the article', (await atSignal.read(OF_SIGNAL)).hasWall, false);

  const due = Number((await play.paid(reader.id())).at(-1));
  report.expect('$12 less what is left of $9 was paid', due >= 300 && due < 310, String(due));
  const subscriptions = await play.subscriptions(reader.id());
  report.same(
    'it is one subscription, of the first paper',
    subscriptions.map(({ offer, publication, alsoReads }) => [offer, publication, alsoReads]),
    [['both', 'meridian', ['signal']]],
  );
  const stripe = await play.bank.subscription(subscriptions[0]?.stripeSubscriptionId ?? '');
  report.same('and one at Stripe, with one price', [stripe.status, stripe.items.data.length], ['active', 1]);
  const kinds = (await play.inbox.to(reader.email)).map(kindOf);
  report.same('the change was told', kinds.filter((kind) => kind === 'plan-changed').length, 1);
}

/** Whether a reader is held up at the first paper, and at the second. */
const walls = (play: Play, readerId: string): Promise<boolean[]> =>
  Promise.all([ARTICLE, OF_SIGNAL].map(async (article) => !(await play.check(readerId, article)).granted));

const differences = ({ tie }: Awaited<ReturnType<Play['ledger']>>): string[] =>
  tie.map(({ difference }) => difference);

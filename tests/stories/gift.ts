import { addMonths, DAY, HOUR, plus, SECOND } from '@gatefold/kernel';
import { createBrowser, type Page } from './browser.ts';
import { kindOf, linkIn } from './inbox.ts';
import type { Play } from './play.ts';
import { cardTyped, createReader, testCards } from './reader.ts';
import { ARTICLE, type Scene, type Story } from './story.ts';

/** A year for somebody else, and a second one that is taken back. */
export const gift: Story = {
  name: 'gift',
  says:
    'buy a year for a friend, mailed in ten days; the friend takes it, nobody else; it ends by itself; ' +
    'another friend subscribes while a gift runs, leaves, takes a second gift and stays',
  async play(scene) {
    const { play, reader: giver, report, start } = scene;
    const before = await play.ledger();
    const friend = createReader(play, `friend-${giver.email}`);
    const sendOn = dayOf(plus(start, 10 * DAY));

    const thanks = await give(scene, { to: friend.email, sendOn });
    report.same('paid', headingOf(thanks), 'Thank you for your gift');
    await play.inbox.waitFor(giver.email, 'gift-bought');
    report.same('paid and not earned', await movedBetween(play, before), {
      'deferred:gift': '-15000',
      'stripe-balance': true,
    });
    await play.clock.to(plus(start, 8 * DAY));
    report.same('nobody is told before the day', await kindsTo(play, friend.email), []);
    await play.clock.to(plus(start, 11 * DAY));
    report.same('mailed on the day', await kindsTo(play, friend.email), ['gift-arrived']);

    await takeIt(scene, friend, 'It is yours');
    await play.clock.to(plus(await play.clock.now(), SECOND));
    const { site } = play.stack.urls;
    const friendId = (await play.readerIdOf(friend.email)) ?? '';
    const answer = await play.check(friendId, ARTICLE);
    report.same('reads, because it was given', [answer.granted, answer.reason], [true, 'gift']);
    report.same('no wall', (await friend.read(ARTICLE)).hasWall, false);
    const stranger = createBrowser();
    const mail = await play.inbox.waitFor(friend.email, 'gift-arrived');
    const closed = await stranger.visit(linkIn(mail, `${site}/redeem?code=`));
    report.same('the code is good for nobody else', headingOf(closed), 'This gift is not open any more');

    const taken = await play.clock.now();
    const until = new Date(answer.grant?.until ?? taken);
    report.same('for a year', until > plus(addMonths(taken, 12), -HOUR), true);
    await play.clock.to(plus(until, -6 * DAY));
    report.same('told a week before the end', (await kindsTo(play, friend.email)).at(-1), 'gift-ending');
    await play.clock.to(plus(until, -SECOND));
    report.same('reads to the last second', (await play.check(friendId, ARTICLE)).granted, true);
    await play.clock.to(plus(until, SECOND));
    report.same('the wall, to the second', (await friend.read(ARTICLE)).hasWall, true);
    await play.clock.to(plus(until, DAY));
    report.same('nothing renews', await play.subscriptions(friendId), []);
    report.same('told that it is over', (await kindsTo(play, friend.email)).at(-1), 'subscription-ended');
    report.same('earned to the cent', await movedBetween(play, before), {
      'revenue:gift': '-15000',
      'stripe-balance': true,
    });

    await giveAndTakeBack(scene, before);
    await giveAndGoOn(scene);
  },
};

/** The second gift: nobody takes it, and its giver has the money back. */
async function giveAndTakeBack({ play, reader: giver, report }: Scene, before: Books): Promise<void> {
  await giver.signIn();
  await give({ play, reader: giver }, { to: `nobody-${giver.email}`, sendOn: '' });
  const account = await giver.account();
  const path = account.document.querySelector('a[href^="/redeem?code="]')?.getAttribute('href') ?? '';
  const done = await giver.browser.submit(account, {}, '/account/gift-back');
  report.same('the account says so', done.document.textContent.includes('It was taken back'), true);
  await play.clock.to(plus(await play.clock.now(), HOUR));
  await play.inbox.waitFor(giver.email, 'refund-issued');
  report.same(
    'the money goes back, and is told of once',
    (await kindsTo(play, giver.email)).filter((kind) => kind === 'refund-issued').length,
    1,
  );
  const closed = await createBrowser().visit(new URL(path, account.url).href);
  report.same('its code is good for nothing', headingOf(closed), 'This gift is not open any more');
  report.same('only the first is in the books', await movedBetween(play, before), {
    'revenue:gift': '-15000',
    'stripe-balance': true,
  });
  const { tie } = await play.ledger();
  report.same(
    'the books tie',
    tie.map(({ difference }) => difference),
    before.tie.map(({ difference }) => difference),
  );
}

/** Two gifts for one who subscribes: the first runs when they pay, the second is taken after they have left. */
async function giveAndGoOn(scene: Scene): Promise<void> {
  const { play, reader: giver, report } = scene;
  const friend = createReader(play, `stays-${giver.email}`);
  await give(scene, { to: friend.email, sendOn: '' });
  await takeIt(scene, friend, 'It is yours');
  await play.clock.to(plus(await play.clock.now(), SECOND));
  const friendId = (await play.readerIdOf(friend.email)) ?? '';
  const ends = new Date((await play.check(friendId, ARTICLE)).grant?.until ?? 0);
  const nextCharge = async (): Promise<Date> =>
    new Date((await play.subscriptions(friendId))[0]?.nextCharge?.at ?? 0);

  await play.clock.to(plus(await play.clock.now(), 40 * DAY));
  await friend.subscribe();
  const first = await nextCharge();
  const behind = first.getTime() - plus(ends, 28 * DAY).getTime();
  report.same('charged behind the gift and the introduction', behind >= 0 && behind < DAY, true);

  await friend.cancel();
  await give(scene, { to: friend.email, sendOn: '' });
  await takeNewest(scene, friend, 'It is yours');
  await friend.undoCancel();
  report.same('taken back, it is charged behind the second', await nextCharge(), addMonths(first, 12));
  await play.clock.to(plus(await nextCharge(), 2 * HOUR));
  report.same(
    'paid what was promised',
    (await play.paid(friendId)).filter((cents) => cents !== '0'),
    ['100', '900'],
  );
  report.same('and reads on', (await friend.read(ARTICLE)).hasWall, false);
  report.same(
    'nobody was told of an end',
    (await kindsTo(play, friend.email)).includes('subscription-ended'),
    false,
  );
}

type Books = Awaited<ReturnType<Play['ledger']>>;

/** From the form through the hosted page, back to the thanks. */
async function give(
  { play, reader }: Pick<Scene, 'play' | 'reader'>,
  { to, sendOn }: { to: string; sendOn: string },
): Promise<Page> {
  const { browser, email } = reader;
  const form = await browser.visit(`${play.stack.urls.site}/give`);
  const asksAddress = form.document.querySelector('input[name="email"]') !== null;
  const wish = { offer: 'gift-year', to, sendOn, from: 'Grandma', message: 'Happy birthday!' };
  const hosted = await browser.submit(form, { ...wish, ...(asksAddress ? { email } : {}) });
  return browser.submit(hosted, { email, ...(await cardTyped(play, testCards.good, 'A Giver')) });
}

/** With the link in the mail: the card, signing in, and back to the button that takes it. */
async function takeIt(
  { play, report }: Scene,
  friend: ReturnType<typeof createReader>,
  says: string,
): Promise<void> {
  const { site } = play.stack.urls;
  const mail = await play.inbox.waitFor(friend.email, 'gift-arrived');
  const card = await friend.browser.visit(linkIn(mail, `${site}/redeem?code=`));
  report.same('the card has its message', card.document.textContent.includes('Happy birthday!'), true);
  const signIn = card.document.querySelectorAll('a').find((a) => a.textContent === 'Sign in and take it');
  const form = await friend.browser.visit(new URL(signIn?.getAttribute('href') ?? '', site).href);
  await friend.browser.submit(form, { email: friend.email });
  const back = await friend.signInByMail('sign-in-link');
  report.same('taken', headingOf(await friend.browser.submit(back, {}, '/redeem')), says);
}

/** Signed in: with the link in the newest mail, and the button. */
async function takeNewest(
  { play, report }: Scene,
  friend: ReturnType<typeof createReader>,
  says: string,
): Promise<void> {
  await play.clock.to(plus(await play.clock.now(), SECOND));
  const mail = await play.inbox.waitFor(friend.email, 'gift-arrived');
  const card = await friend.browser.visit(linkIn(mail, `${play.stack.urls.site}/redeem?code=`));
  report.same('taken', headingOf(await friend.browser.submit(card, {}, '/redeem')), says);
}

const headingOf = ({ document }: Page): string => document.querySelector('h1')?.textContent ?? '';

/** Without the mails that sign in. */
const kindsTo = async (play: Play, address: string): Promise<string[]> =>
  (await play.inbox.to(address)).map(kindOf).filter((kind) => kind !== 'sign-in-link');

/** What moved on gifts' accounts since, and whether money came in. */
async function movedBetween(play: Play, before: Books): Promise<Record<string, string | boolean>> {
  const balance = ({ accounts }: Books, name: string): bigint =>
    accounts
      .filter(({ account }) => account === name)
      .reduce((sum, { balance: { amount } }) => sum + BigInt(amount), 0n);
  const now = await play.ledger();
  const moved = ['deferred:gift', 'revenue:gift'].map(
    (name) => [name, (balance(now, name) - balance(before, name)).toString()] as const,
  );
  return {
    ...Object.fromEntries(moved.filter(([, amount]) => amount !== '0')),
    'stripe-balance': balance(now, 'stripe-balance') > balance(before, 'stripe-balance'),
  };
}

/** The day of an instant where the paper is, as a date field writes it. */
const dayOf = (instant: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(instant);

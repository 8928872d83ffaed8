import { DAY, HOUR, plus } from '@gatefold/kernel';
import type { Page } from './browser.ts';
import { linkIn } from './inbox.ts';
import type { Play } from './play.ts';
import { cardTyped, createReader, testCards, type Reader } from './reader.ts';
import { ARTICLE, PERIOD, type Scene, type Story } from './story.ts';

/** Four seats that become six and then three, and who reads by them. */
export const group: Story = {
  name: 'group',
  says: 'four seats, handed out by mail, taken once each; two more at once, fewer later; all end with what pays for them',
  async play(scene) {
    const { play, reader: owner, report } = scene;
    const before = await play.ledger();
    await buy(scene, 4);
    const ownerId = (await play.readerIdOf(owner.email)) ?? '';
    report.same('paid for four', await play.paid(ownerId), ['4800']);
    report.same('whoever pays reads', await reads(play, ownerId), [true, 'subscription']);

    const friends = ['kim', 'lee', 'max'].map((name) => createReader(play, `${name}-${owner.email}`));
    const [kim, lee, max] = friends as [Reader, Reader, Reader];
    for (const { email } of friends) await owner.browser.submit(await seats(scene), { email });
    report.same('one taken, three kept, none free', await counts(scene), '4 0 3 0');
    report.same('no seat for a fifth', (await seats(scene)).document.querySelector('[name="email"]'), null);
    for (const friend of friends) await accept(scene, friend);
    report.same('all taken', await counts(scene), '4 3 0 0');
    await play.inbox.waitFor(owner.email, 'seat-taken');
    for (const friend of friends)
      report.same(`${friend.email} reads`, (await friend.read(ARTICLE)).hasWall, false);
    const stranger = createReader(play, `stranger-${owner.email}`);
    const used = await stranger.browser.visit(await invitationOf(scene, kim));
    report.same('an invitation is good once', headingOf(used), 'This seat cannot be taken');

    const idOf = async ({ email }: Reader): Promise<string> => (await play.readerIdOf(email)) ?? '';
    const page = await seats(scene);
    const line = page.document.querySelectorAll('form').find((form) => form.textContent.includes(kim.email));
    const reader = line?.querySelector('[name="reader"]')?.getAttribute('value') ?? '';
    report.same('kim is on the page', reader, await idOf(kim));
    await owner.browser.submit(page, { reader });
    report.same('one who gives the seat back meets the wall', await reads(play, reader), [false, 'ended']);
    report.same('that seat is free', await counts(scene), '4 2 0 1');

    await changes(scene, { ownerId, kept: [lee, max] });
    await owner.cancel();
    const [leaving] = await play.subscriptions(ownerId);
    const end = new Date(leaving?.paidThrough ?? 0);
    await play.clock.to(plus(end, -HOUR));
    report.same('a member reads to the end', (await lee.read(ARTICLE)).hasWall, false);
    await play.clock.to(plus(end, HOUR));
    report.same('and no longer', (await lee.read(ARTICLE)).hasWall, true);
    report.same('nor does whoever paid', await reads(play, ownerId), [false, 'ended']);
    const differences = ({ tie }: Awaited<ReturnType<Play['ledger']>>): string[] =>
      tie.map(({ difference }) => difference);
    report.same('the books tie', differences(await play.ledger()), differences(before));
  },
};

type Now = { readonly ownerId: string; readonly kept: readonly [Reader, Reader] };

/** Two more in the middle of a period, then so few that somebody must go. */
async function changes(scene: Scene, { ownerId, kept: [lee, max] }: Now): Promise<void> {
  const { play, report, reader: owner, start } = scene;
  await play.clock.to(plus(start, 14 * DAY));
  const more = await quoted(scene, 6);
  await owner.browser.submit(more, {}, '/account/seats');
  const paid = await play.paid(ownerId);
  const due = `$${(Number(paid.at(-1)) / 100).toFixed(2).replace('.00', '')}`;
  report.same('charged what was shown', more.document.textContent.includes(due), true);
  report.same('six seats at Stripe, too', await atStripe(scene, ownerId), 6);
  report.same('six seats', await counts(scene), '6 2 0 3');

  await owner.browser.submit(await quoted(scene, 3), {}, '/account/seats');
  report.same('still six today', await counts(scene), '6 2 0 3');
  const [coming] = await play.subscriptions(ownerId);
  report.same('three are paid next', coming?.nextCharge?.amount.amount, '3600');
  await play.clock.to(plus(new Date(coming?.paidThrough ?? 0), 2 * HOUR));
  report.same('three were paid', (await play.paid(ownerId)).at(-1), '3600');
  report.same('three seats, all taken', await counts(scene), '3 2 0 0');
  report.same('both still read', [await wall(lee), await wall(max)], [false, false]);
  await play.clock.to(plus(await play.clock.now(), PERIOD));
}

const wall = async (reader: Reader): Promise<boolean> => (await reader.read(ARTICLE)).hasWall;

/** From the page of groups through the hosted page, then signed in. */
async function buy({ play, reader }: Scene, seatsWanted: number): Promise<void> {
  const { browser, email } = reader;
  const order = await browser.visit(`${play.stack.urls.site}/teams?seats=${seatsWanted}`);
  const hosted = await browser.submit(order, { email, consent: 'on' });
  await browser.submit(hosted, { email, ...(await cardTyped(play, testCards.good, 'A Group')) });
  await reader.signInByMail();
}

const seats = ({ play, reader }: Scene): Promise<Page> =>
  reader.browser.visit(`${play.stack.urls.site}/account/seats`);

const quoted = ({ play, reader }: Scene, wanted: number): Promise<Page> =>
  reader.browser.visit(`${play.stack.urls.site}/account/seats?seats=${wanted}`);

/** Seats, members, invitations and what is free, as the page has it. */
const counts = async (scene: Scene): Promise<string> =>
  (await seats(scene)).document.querySelector('[data-seats]')?.getAttribute('data-seats') ?? '';

const invitationOf = async ({ play }: Scene, { email }: Reader): Promise<string> =>
  linkIn(await play.inbox.waitFor(email, 'seat-invitation'), `${play.stack.urls.site}/seats/accept`);

/** With the link in the mail: what it is, signing in, and back to the button that takes it. */
async function accept(scene: Scene, friend: Reader): Promise<void> {
  const asked = await friend.browser.visit(await invitationOf(scene, friend));
  const links = asked.document.querySelectorAll('a');
  const signIn = links.find((a) => a.textContent.trim() === 'Sign in and take the seat');
  const form = await friend.browser.visit(new URL(signIn?.getAttribute('href') ?? '', asked.url).href);
  await friend.browser.submit(form, { email: friend.email });
  const back = await friend.signInByMail('sign-in-link');
  const done = await friend.browser.submit(back, {}, '/seats/accept');
  scene.report.same(`${friend.email} took the seat`, headingOf(done), 'The seat is yours');
}

const reads = async (play: Play, readerId: string): Promise<[boolean, string]> => {
  const { granted, reason } = await play.check(readerId, ARTICLE);
  return [granted, reason];
};

async function atStripe({ play }: Scene, ownerId: string): Promise<number> {
  const [subscription] = await play.subscriptions(ownerId);
  const { items } = await play.bank.subscription(subscription?.stripeSubscriptionId ?? '');
  return items.data[0]?.quantity ?? 0;
}

const headingOf = ({ document }: Page): string => document.querySelector('h1')?.textContent ?? '';

import type { Page } from '@gatefold/test-kit/browser';
import { anId } from '@gatefold/test-kit';
import { problem } from '@gatefold/web-kit/testing';
import { denied } from './paper.ts';
import type { Site } from './site.ts';
import { INVITATION, ofGroup, seats } from './group-fakes.ts';
import { ada, aGift, aSubscription, CHECKOUT, CODE, GIFT, newcomer, newsletters } from './world.ts';

/** One page in one of its states, and how a browser gets to see it. */
export type Screen = {
  readonly name: string;
  readonly path: string;
  readonly who?: { readonly session: string };
  /** What the services answer. */
  prepare?(site: Site): void;
  /** What is done on the page before it is looked at. */
  act?(page: Page): Promise<void>;
};

export const ARTICLE = '/articles/harbour-dredging-stalls';

const reading: readonly Screen[] = [
  { name: 'the front page', path: '/' },
  { name: 'the front page of a reader', path: '/', who: ada },
  {
    name: 'the front page while a payment fails',
    path: '/',
    who: ada,
    prepare: ({ world }) =>
      world.holds(aSubscription({ standing: 'collecting', retryAt: '2026-11-27T12:00:00Z' })),
  },
  {
    name: 'an article while a payment fails',
    path: ARTICLE,
    who: ada,
    prepare: ({ world }) => world.holds(aSubscription({ standing: 'collecting', retryAt: null })),
  },
  { name: 'a section', path: '/sections/coast' },
  { name: 'the columns', path: '/columns' },
  { name: 'a column', path: '/columns/tidelines' },
  { name: 'an author', path: '/authors/ines-okafor' },
  { name: 'the galleries', path: '/galleries' },
  { name: 'the archive', path: '/search' },
  { name: 'what was found', path: '/search?q=sand' },
  { name: 'nothing found', path: '/search?q=zzz' },
  { name: 'an article, read', path: ARTICLE, who: ada },
  { name: 'a free article', path: '/articles/free-to-read' },
  { name: 'a column, read', path: '/articles/piece-5', who: ada },
  { name: 'a gallery, seen', path: '/articles/piece-8', who: ada },
  { name: 'no such page', path: '/articles/no-such-thing' },
  { name: 'a page without content', path: ARTICLE, prepare: ({ world }) => world.content.setAway(true) },
];

const walled = (reason: string): Pick<Screen, 'path' | 'who' | 'prepare'> => ({
  path: ARTICLE,
  who: ada,
  prepare: ({ world }) => world.content.answer('readArticle', () => ({ answer: denied(reason) })),
});

export const walls: readonly Screen[] = [
  { name: 'the wall', path: ARTICLE },
  { name: 'the wall of a gallery', path: '/articles/piece-8' },
  { name: 'the wall for registered readers', path: '/articles/piece-4' },
  { name: 'the wall after the end', ...walled('ended') },
  { name: 'the wall of a failed payment', ...walled('payment-problem') },
  { name: 'the wall of another plan', ...walled('wrong-plan') },
  {
    name: 'the wall without prices',
    path: ARTICLE,
    prepare: ({ world }) => world.billing.setAway(true),
  },
];

const back = (status: 'open' | 'paid' | 'expired'): Pick<Screen, 'path' | 'prepare'> => ({
  path: `/checkout/return?checkout=${CHECKOUT}`,
  prepare: ({ world }) =>
    world.billing.answer('completeCheckout', () => ({
      answer: { status, returnTo: ARTICLE, readerId: newcomer.id, subscription: null, revision: null },
    })),
});

export const buying: readonly Screen[] = [
  { name: 'the offer', path: '/offer' },
  { name: 'the offer to a reader', path: '/offer', who: ada },
  {
    name: 'the offer, sent empty',
    path: '/offer',
    act: (page) => page.getByRole('button', { name: 'Continue to payment' }).click(),
  },
  { name: 'nothing paid yet', ...back('open') },
  { name: 'paid in another browser', ...back('paid') },
  { name: 'the payment page has closed', ...back('expired') },
  { name: 'a gift', path: '/give' },
  {
    name: 'a gift, sent empty',
    path: '/give',
    act: (page) => page.getByRole('button', { name: 'Continue to payment' }).click(),
  },
  { name: 'a gift, paid', path: `/give/return?gift=${GIFT}` },
  { name: 'a code is asked for', path: '/redeem' },
  { name: 'a code that is none', path: '/redeem?code=nonsense' },
  { name: 'a gift to a guest', path: `/redeem?code=${CODE}` },
  { name: 'a gift to a reader', path: `/redeem?code=${CODE}`, who: ada },
  {
    name: 'a gift, taken',
    path: `/redeem?code=${CODE}`,
    who: ada,
    act: (page) => page.getByRole('button', { name: 'Take the gift' }).click(),
  },
  { name: 'seats for a group', path: '/teams?seats=5' },
  {
    name: 'seats for a group, sent empty',
    path: '/teams',
    act: (page) => page.getByRole('button', { name: 'Continue to payment' }).click(),
  },
  { name: 'an invitation to a guest', path: `/seats/accept?invitation=${INVITATION}` },
  { name: 'an invitation to a reader', path: `/seats/accept?invitation=${INVITATION}`, who: ada },
  { name: 'an invitation that is none', path: '/seats/accept?invitation=x' },
  { name: 'the sign-in', path: '/sign-in' },
  {
    name: 'the sign-in, sent empty',
    path: '/sign-in',
    act: (page) => page.getByRole('button', { name: 'Mail me a link' }).click(),
  },
  { name: 'a link is on its way', path: '/sign-in/sent' },
  {
    name: 'a link and a code are on their way',
    path: '/sign-in',
    act: async (page) => {
      await page.getByLabel('E-mail address').fill('ada@example.com');
      await page.getByRole('button', { name: 'Mail me a link' }).click();
      await page.getByLabel('Or the code in the mail').fill('1');
      await page.getByRole('button', { name: 'Sign in with the code' }).click();
    },
  },
  { name: 'the mailed link', path: '/sign-in/confirm?token=good' },
  { name: 'a link that is spent', path: '/sign-in/confirm' },
];

const holding = (
  overrides: Parameters<typeof aSubscription>[0] | null,
): Required<Pick<Screen, 'path' | 'who' | 'prepare'>> => ({
  path: '/account',
  who: ada,
  prepare: ({ world }) => world.holds(overrides === null ? null : aSubscription(overrides)),
});

const withSeats: ReturnType<typeof holding> = {
  ...holding({}),
  prepare: ({ world }) => {
    world.holds(aSubscription(ofGroup));
    world.entitlement.answer('ownGroups', () => ({ answer: { owned: [seats], member: [], open: [] } }));
  },
};

const cancelled = { intent: 'cancelling', nextCharge: null, certificateNumber: 'C-2026-00042' } as const;
const over = { phase: 'ended', endedAt: '2026-11-20T12:00:00Z', nextCharge: null } as const;

/** One waits for a subscription, the other was refused by the mail server of the address. */
const lapsed = {
  data: newsletters.map((one, index) =>
    index === 0
      ? { ...one, included: false }
      : { ...one, since: '2026-11-20T09:00:00Z', endedBy: 'refused' as const },
  ),
  nextCursor: null,
};

export const account: readonly Screen[] = [
  { name: 'the account', ...holding({}) },
  {
    name: 'the account, with gifts',
    path: '/account',
    who: ada,
    prepare: ({ world }) =>
      world.billing.answer('readersGifts', () => ({
        answer: {
          data: [
            aGift(),
            aGift({
              id: anId(66),
              role: 'reader',
              state: 'redeemed',
              amount: null,
              code: null,
              period: { from: '2026-11-20T12:00:00Z', until: '2027-11-20T12:00:00Z' },
            }),
          ],
          nextCursor: null,
        },
      })),
  },
  { name: 'the account, payment on its way', ...holding({ phase: 'pending', paidThrough: null }) },
  {
    name: 'the account, payment failing',
    ...holding({ standing: 'collecting', retryAt: '2026-11-27T12:00:00Z' }),
  },
  { name: 'the account, closed until paid', ...holding({ standing: 'exhausted', retryAt: null }) },
  { name: 'the account, disputed', ...holding({ standing: 'disputed' }) },
  { name: 'the account, cancelled', ...holding(cancelled) },
  { name: 'the account, ended', ...holding({ ...over, endReason: 'refunded' }) },
  { name: 'the account without a subscription', ...holding(null) },
  { name: 'the account before the address is confirmed', path: '/account', who: newcomer },
  {
    name: 'the account while billing is away',
    path: '/account',
    who: ada,
    prepare: ({ world }) => world.billing.answer('readersSubscriptions', () => problem(503, 'unavailable')),
  },
  { name: 'cancel without an account', path: '/cancel' },
  {
    name: 'cancel without an account, what comes of it',
    path: '/cancel',
    act: async (page) => {
      await page.getByLabel('E-mail address').fill('ada@example.com');
      await page.getByLabel('Order number').fill('M-2026-7K4QX');
      await page.getByRole('button', { name: 'Go on' }).click();
    },
  },
  { name: 'withdraw', path: '/withdraw' },
  {
    name: 'the account of one who reads by a seat',
    ...holding(null),
    prepare: ({ world }) => {
      world.holds(null);
      world.entitlement.answer('ownGroups', () => ({
        answer: { owned: [], member: [seats.group], open: [] },
      }));
    },
  },
  { name: 'seats, none', ...holding(null), path: '/account/seats' },
  { name: 'seats of a group', ...withSeats, path: '/account/seats' },
  { name: 'another number of seats', ...withSeats, path: '/account/seats?seats=6' },
  { name: 'the other plans', ...holding({}), path: '/account/plan' },
  { name: 'pause', ...holding({}), path: '/account/pause' },
  { name: 'address, devices and data', path: '/account/settings?done=email-mailed', who: ada },
  {
    name: 'a new address, sent empty',
    path: '/account/settings',
    who: ada,
    act: (page) => page.getByRole('button', { name: 'Change the address' }).click(),
  },
  { name: 'the link of a mail that cancels', path: '/by-mail/cancel?token=cancel.good' },
  { name: 'the link of a mail that withdraws', path: '/by-mail/withdraw?token=withdraw.good' },
  { name: 'the payments behind a link of a mail', path: '/by-mail/receipt?token=receipt.good' },
  { name: 'a link of a mail that is over', path: '/by-mail/card?token=old' },
  { name: 'the passkeys', path: '/account/passkeys?done=added', who: ada },
  {
    name: 'the account of one whose mails come back',
    path: '/account',
    who: ada,
    prepare: ({ world }) =>
      world.mail.answer('addressState', () => ({
        answer: { undeliverableSince: '2026-11-20T09:00:00Z', returned: [] },
      })),
  },
  { name: 'the newsletters', path: '/newsletters' },
  { name: 'the newsletters of a reader', path: '/account/newsletters?done=chosen', who: ada },
  {
    name: 'the newsletters of one whose subscription is over',
    path: '/account/newsletters?done=not-included',
    who: ada,
    prepare: ({ world }) => world.mail.answer('readersNewsletters', () => ({ answer: lapsed })),
  },
  {
    name: 'no newsletters at all',
    path: '/account/newsletters',
    who: ada,
    prepare: ({ world }) =>
      world.mail.answer('readersNewsletters', () => ({ answer: { data: [], nextCursor: null } })),
  },
  {
    name: 'the newsletters while mail is away',
    path: '/account/newsletters',
    who: ada,
    prepare: ({ world }) => world.mail.setAway(true),
  },
  { name: 'the link of a newsletter', path: '/newsletters/leave?token=good' },
  {
    name: 'a newsletter has ended',
    path: '/newsletters/leave?token=good',
    act: (page) => page.getByRole('button', { name: 'End The Daily Update' }).click(),
  },
  { name: 'a link of a newsletter that is none', path: '/newsletters/leave?token=x' },
  { name: 'what was read', path: '/account/reading', who: ada },
  {
    name: 'nothing read yet',
    path: '/account/reading?done=cleared',
    who: ada,
    prepare: ({ world }) =>
      world.content.answer('listReads', () => ({ answer: { keeps: true, data: [], nextCursor: null } })),
  },
  {
    name: 'the history, switched off',
    path: '/account/reading?done=off',
    who: ada,
    prepare: ({ world }) =>
      world.content.answer('listReads', () => ({ answer: { keeps: false, data: [], nextCursor: null } })),
  },
  { name: 'what was saved', path: '/account/saved?done=saved', who: ada },
  {
    name: 'nothing saved yet',
    path: '/account/saved?done=dropped',
    who: ada,
    prepare: ({ world }) =>
      world.content.answer('listSaved', () => ({ answer: { data: [], nextCursor: null } })),
  },
  { name: 'a full list of what was saved', path: '/account/saved?done=full', who: ada },
  { name: 'the mailed link of a new address', path: '/account/email/confirm?token=good' },
  { name: 'a new address, half confirmed', path: '/account/email/confirm?state=one-left' },
  { name: 'delete', ...holding({}), path: '/account/delete' },
  { name: 'the mailed link that deletes', ...holding(null), path: '/account/delete/confirm?token=good' },
  { name: 'deleted', path: '/account/delete/confirm?deleted' },
  { name: 'cancel', ...holding({}), path: '/account/cancel' },
  { name: 'cancel twice', ...holding(cancelled), path: '/account/cancel' },
  { name: 'cancel nothing', ...holding(null), path: '/account/cancel' },
  { name: 'cancelled', ...holding(cancelled), path: '/account/cancel/done' },
  {
    name: 'the subscription of another reader',
    path: `/account/cancel?subscription=${anId(99)}`,
    who: ada,
  },
];

export const screens: readonly Screen[] = [...reading, ...walls, ...buying, ...account];

import type { billing } from '@gatefold/api';
import { billing as billingApi, content, entitlement, identity, mail } from '@gatefold/api';
import { plus, type MachineClock } from '@gatefold/kernel';
import { anId } from '@gatefold/test-kit';
import { problem, startFake, type Call, type Reply } from '@gatefold/web-kit/testing';
import type { z } from 'zod';
import { groupsAtBilling, groupsAtEntitlement, team } from './group-fakes.ts';
import { article, columns, pieces, sections } from './paper.ts';

type Subscription = z.output<typeof billing.getSubscription.answer>;

const usd = (amount: string) => ({ amount, currency: 'USD' });

export const offer = {
  key: 'digital',
  version: 1,
  publication: 'meridian',
  bundle: 'all-access',
  product: 'digital',
  name: 'The Meridian, all access',
  phases: [
    { key: 'intro', charges: 1, interval: { unit: 'week', count: 4 }, amount: usd('100') },
    { key: 'year_one', charges: 13, interval: { unit: 'week', count: 4 }, amount: usd('900') },
    { key: 'standard', charges: null, interval: { unit: 'week', count: 4 }, amount: usd('1500') },
  ],
  consent: {
    version: '2026-01',
    text: 'I agree that The Meridian charges my card $1 today, $9 every four weeks for a year from the day on which the four weeks end, and $15 every four weeks after that, until I cancel. I can cancel at any time.',
  },
  benefits: [
    'Unlimited access to all reporting, investigations and analysis',
    'The Daily Update, an e-mail newsletter',
    'The searchable archive',
    'Photo galleries',
    'Special columns',
    'Contact reporters with tips or requests for reporting',
    'All major cards',
    'No commitments: cancel any time',
  ],
};

/** The same for those who read German. */
const inGerman = {
  name: 'The Meridian, alles',
  consent: { version: offer.consent.version, text: 'Ich bin einverstanden: heute 1 $, dann 9 $, dann 15 $.' },
  benefits: offer.benefits.map((_, index) => `Vorteil ${index + 1}`),
};

export const ada = {
  id: anId(1),
  email: 'ada@example.com',
  session: 'session-of-ada',
  token: 'token-of-ada',
};
/** Bought a moment ago; the address is not confirmed. */
export const newcomer = {
  id: anId(2),
  email: 'new@example.com',
  session: 'session-of-newcomer',
  token: 'token-of-newcomer',
};
export const SUBSCRIPTION = anId(50);
export const CHECKOUT = anId(60);
export const GIFT = anId(65);
export const CODE = '7F3K-2QXA-91MD-C0RT';
export const REVISION = `1.${SUBSCRIPTION}.3`;

/** Ada's subscription, in the fifth of thirteen discounted periods. */
export const aSubscription = (overrides: Partial<Subscription> = {}): Subscription => ({
  id: SUBSCRIPTION,
  readerId: ada.id,
  publication: 'meridian',
  alsoReads: [],
  product: 'digital',
  offer: 'digital',
  offerVersion: 1,
  orderNumber: 'M-2026-7K4QX',
  phase: 'year_one',
  endReason: null,
  standing: 'ok',
  intent: 'renewing',
  startedAt: '2026-07-07T12:40:00Z',
  paidThrough: '2026-12-22T12:40:00Z',
  endedAt: null,
  pause: null,
  change: null,
  nextCharge: { at: '2026-12-22T12:40:00Z', amount: usd('900'), phase: 'year_one' },
  path: [
    {
      phase: 'intro',
      amount: usd('100'),
      charges: 1,
      paid: 1,
      period: { from: '2026-07-07T12:40:00Z', until: '2026-08-04T12:40:00Z' },
    },
    {
      phase: 'year_one',
      amount: usd('900'),
      charges: 13,
      paid: 5,
      period: { from: '2026-08-04T12:40:00Z', until: '2027-08-03T12:40:00Z' },
    },
    {
      phase: 'standard',
      amount: usd('1500'),
      charges: null,
      paid: 0,
      period: { from: '2027-08-03T12:40:00Z', until: null },
    },
  ],
  card: { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2034 },
  retryAt: null,
  certificateNumber: null,
  stripeSubscriptionId: 'sub_1',
  revision: REVISION,
  ...overrides,
});

const charge = (number: number, amount: string, paidAt: string) => ({
  id: anId(70 + number),
  phase: number === 0 ? 'intro' : 'year_one',
  amount: usd(amount),
  refunded: usd('0'),
  status: 'paid',
  dueAt: paidAt,
  paidAt,
  period: { from: paidAt, until: new Date(Date.parse(paidAt) + 28 * 86_400_000).toISOString() },
  stripeInvoiceId: `in_${number}`,
});

const ownRecords = {
  leavingReasons: [{ reason: 'too_expensive' as const, saidAt: '2026-11-02T08:00:00Z' }],
  credits: [{ amount: usd('200'), givenAt: '2026-11-03T08:00:00Z' }],
};

const charges = [
  charge(0, '100', '2026-07-07T12:40:00Z'),
  charge(1, '900', '2026-08-04T12:40:00Z'),
  charge(2, '900', '2026-09-01T12:40:00Z'),
  charge(3, '900', '2026-09-29T12:40:00Z'),
  charge(4, '900', '2026-10-27T12:40:00Z'),
  charge(5, '900', '2026-11-24T12:40:00Z'),
];

/** What can be given. */
export const giftOffer = {
  key: 'gift-year',
  publication: 'meridian',
  name: 'The Meridian, a year as a gift',
  amount: usd('15000'),
  length: { unit: 'year', count: 1 },
  text: 'You pay $150 once.',
  takeBackDays: 14,
  expiresAfterDays: 1826,
};

export const giftCard = {
  name: giftOffer.name,
  length: giftOffer.length,
  state: 'paid',
  from: 'Grandma',
  message: 'Happy birthday!',
  code: CODE,
  orderNumber: 'M-2026-GGGGG',
  sendAt: '2026-12-24T14:00:00Z',
  expiresAt: '2031-12-24T14:00:00Z',
  until: null,
  goesOn: false,
};

/** A gift of Ada's that nobody has taken. */
export const aGift = (overrides: object = {}) => ({
  id: GIFT,
  name: giftOffer.name,
  orderNumber: 'M-2026-GGGGG',
  role: 'giver',
  state: 'paid',
  endReason: null,
  amount: usd('15000'),
  code: CODE,
  boughtAt: '2026-11-20T12:00:00Z',
  sendAt: '2026-11-21T14:00:00Z',
  sentAt: '2026-11-21T14:00:00Z',
  takenAt: null,
  expiresAt: '2031-11-21T14:00:00Z',
  mayTakeBackUntil: '2026-12-04T12:00:00Z',
  period: null,
  revision: `1.${GIFT}.0`,
  ...overrides,
});

/** Ada's browser, and her telephone. */
export const sessions = [
  {
    id: anId(90),
    device: 'Firefox on Linux',
    startedAt: '2026-11-20T09:00:00Z',
    expiresAt: '2026-12-20T09:00:00Z',
    current: true,
  },
  {
    id: anId(91),
    device: 'Safari on iOS',
    startedAt: '2026-11-02T09:00:00Z',
    expiresAt: '2026-12-02T09:00:00Z',
    current: false,
  },
];

/** A passkey on Ada's telephone. */
export const PASSKEY = anId(95);

const leaving = (state: string) => ({
  state,
  accessUntil: '2026-12-22T12:40:00Z',
  certificateNumber: state === 'cancelling' ? 'C-2026-00042' : null,
});

const withdrawal = { at: '2026-11-24T23:00:00Z', until: '2026-12-08T12:40:00Z', refund: usd('900') };

const claimed = (body: unknown, answer: object): Reply => {
  const { email, orderNumber } = body as { email: string; orderNumber: string };
  return email === ada.email && orderNumber === 'M-2026-7K4QX'
    ? { answer }
    : problem(404, 'withdrawal-not-found');
};

const page = (data: readonly unknown[], nextCursor: string | null = null): Reply => ({
  answer: { data, nextCursor },
});

const byToken: Readonly<Record<string, string>> = { [ada.token]: 'ada', [newcomer.token]: 'newcomer' };

/** One for subscribers, which comes; one for everybody, which does not. */
export const newsletters = [
  {
    ...{ key: 'daily-update', publication: 'meridian', feature: 'newsletter', name: 'The Daily Update' },
    ...{ about: 'What happened, and what to read tonight.', rhythm: 'Every weekday evening' },
    ...{ chosen: true, since: '2026-11-02T09:00:00Z', endedBy: null, included: true as boolean | null },
  },
  {
    ...{ key: 'weekend', publication: 'meridian', feature: null, name: 'The Weekend' },
    ...{ about: 'The best of the week.', rhythm: 'On Saturday morning' },
    ...{ chosen: false, since: null, endedBy: null, included: true as boolean | null },
  },
];

/** What a link of a newsletter's mail answers with. */
const byLink = (body: unknown, answer: object): Reply =>
  (body as { token: string }).token === 'good' ? { answer } : problem(410, 'newsletter-link-invalid');

/** The five services that the site asks, each a small server of its own. */
export async function startWorld(machineClock: MachineClock) {
  let subscription: Subscription | null = aSubscription();
  const later = (milliseconds: number): string => plus(machineClock.now(), milliseconds).toISOString();

  const fakeContent = await startFake('content', content, {
    listSections: () => page(sections),
    listColumns: () => page(columns),
    listArticles({ query }) {
      const all = pieces.filter(
        (piece) =>
          (query['section'] ?? piece.section.slug) === piece.section.slug &&
          (query['kind'] ?? piece.kind) === piece.kind &&
          (query['author'] ?? piece.author.slug) === piece.author.slug &&
          (query['column'] === undefined || query['column'] === piece.column?.slug),
      );
      const from = Number(query['after'] ?? 0);
      const until = from + Number(query['limit'] ?? 50);
      return page(all.slice(from, until), until < all.length ? String(until) : null);
    },
    search: ({ query }) =>
      page(
        pieces
          .filter(({ title }) => title.toLowerCase().includes((query['q'] ?? '').toLowerCase()))
          .slice(0, 5)
          .map((piece) => ({ ...piece, snippet: 'both of the <mark>buoys</mark> that mark the channel' })),
      ),
    listReads: () => ({
      answer: {
        keeps: true,
        data: pieces.slice(0, 3).map(({ slug, title, section }, index) => ({
          ...{ slug, title, section: section.name },
          readAt: `2026-11-${24 - index}T08:00:00Z`,
        })),
        nextCursor: null,
      },
    }),
    listSaved: () => ({
      answer: {
        data: pieces.slice(0, 2).map(({ slug, title, section }, index) => ({
          ...{ slug, title, section: section.name },
          savedAt: `2026-11-${24 - index}T08:00:00Z`,
        })),
        nextCursor: null,
      },
    }),
    saveArticle: () => ({ answer: { saved: true } }),
    dropSaved: () => ({ answer: { saved: false } }),
    clearReads: () => ({ answer: { cleared: 3 } }),
    chooseReads: ({ body }) => ({ answer: body as { keeps: boolean } }),
    courtesyPass: () => ({ status: 201, answer: { pass: `h.${'b'.repeat(40)}.${'s'.repeat(86)}` } }),
    readArticle({ params, token }) {
      const summary = pieces.find(({ slug }) => slug === params['slug']);
      if (summary === undefined) return problem(404, 'article-not-found');
      if (summary.access === 'free') return { answer: article(summary, { granted: true, reason: 'free' }) };
      if (token === null) return { answer: article(summary, { granted: false, reason: 'not-signed-in' }) };
      const pays = byToken[token] !== undefined && subscription !== null && subscription.phase !== 'ended';
      return { answer: article(summary, { granted: pays, reason: pays ? 'subscription' : 'no-plan' }) };
    },
  });

  const fakeBilling = await startFake('billing', billingApi, {
    listOffers: ({ query }) =>
      page([query['locale']?.startsWith('de') === true ? { ...offer, ...inGerman } : offer, team]),
    startCheckout: () => ({
      status: 201,
      answer: { id: CHECKOUT, url: 'http://localhost:4020/pay/cs_1', readerId: newcomer.id },
    }),
    completeCheckout: () => ({
      answer: {
        status: 'paid',
        returnTo: '/articles/harbour-dredging-stalls',
        readerId: newcomer.id,
        subscription: null,
        revision: REVISION,
      },
    }),
    readersSubscriptions: ({ params, token }) =>
      token === ada.token && params['id'] === ada.id
        ? page(subscription === null ? [] : [subscription])
        : page([]),
    getSubscription: () =>
      subscription === null ? problem(404, 'subscription-not-found') : { answer: subscription },
    quoteWithdrawal: ({ body }) => claimed(body, withdrawal),
    withdraw: ({ body }) => claimed(body, { certificateNumber: 'W-2026-00007', refund: usd('900') }),
    resume: () => ({ answer: aSubscription() }),
    listCharges: () => page(charges),
    ownRecords: () => ({ answer: ownRecords }),
    chargeInvoice: () => ({
      answer: { page: 'http://localhost:4020/i/in_1', pdf: 'http://localhost:4020/i/in_1/pdf' },
    }),
    cancel() {
      subscription = aSubscription({
        intent: 'cancelling',
        nextCharge: null,
        certificateNumber: 'C-2026-00042',
      });
      return { answer: subscription };
    },
    sayWhyLeft: ({ body }) => ({ answer: body }),
    undoCancel() {
      subscription = aSubscription();
      return { answer: subscription };
    },
    quoteCancellation: ({ body }) => claimed(body, leaving('renewing')),
    cancelByOrder: ({ body }) => claimed(body, leaving('cancelling')),
    winBack: () => ({ answer: { offer: null } }),
    saveOffer: () => ({ answer: { offer: null } }),
    ...groupsAtBilling,
    giftOffers: () => page([giftOffer]),
    giveGift: () => ({
      status: 201,
      answer: { id: GIFT, url: 'http://localhost:4020/pay/cs_gift', readerId: newcomer.id },
    }),
    giftReturn: () => ({ answer: { isPaid: true, sendAt: giftCard.sendAt } }),
    lookAtGift: ({ body }) =>
      (body as { code: string }).code === CODE ? { answer: giftCard } : problem(404, 'gift-not-found'),
    quoteGift: () => ({
      answer: { period: { from: '2026-11-24T23:00:00Z', until: '2027-11-24T23:00:00Z' }, moved: null },
    }),
    redeemGift: () => ({
      answer: aGift({
        role: 'reader',
        state: 'redeemed',
        amount: null,
        code: null,
        takenAt: '2026-11-24T23:00:00Z',
        period: { from: '2026-11-24T23:00:00Z', until: '2027-11-24T23:00:00Z' },
      }),
    }),
    readersGifts: () => page([]),
    takeGiftBack: () => ({ answer: aGift({ state: 'over', endReason: 'refunded' }) }),
    updateCard: () => ({ status: 201, answer: { url: 'http://localhost:4020/pay/cs_setup_1' } }),
  });

  const fakeIdentity = await startFake('identity', identity, {
    currentSession({ body }) {
      const { sessionToken } = body as { sessionToken: string };
      const who = [ada, newcomer].find(({ session }) => session === sessionToken);
      if (who === undefined) return problem(401, 'session-ended');
      const provisional = who === newcomer;
      return {
        answer: {
          readerId: who.id,
          role: 'reader',
          provisional,
          email: provisional ? null : who.email,
          token: who.token,
          tokenExpiresAt: later(300_000),
        },
      };
    },
    requestSignIn: () => ({
      status: 202,
      answer: { sent: true, attempt: 'attempt-1', expiresAt: later(600_000) },
    }),
    redeemSignIn: ({ body }) =>
      (body as { token: string }).token === 'good'
        ? {
            status: 201,
            answer: {
              sessionToken: ada.session,
              expiresAt: later(3_600_000),
              returnTo: '/account',
              readerId: ada.id,
            },
          }
        : problem(410, 'sign-in-link-invalid'),
    redeemSignInCode: ({ body }) => {
      const { attempt, code } = body as { attempt: string; code: string };
      if (attempt !== 'attempt-1' || code !== '12345678') return problem(422, 'sign-in-code-wrong');
      return {
        status: 201,
        answer: {
          sessionToken: ada.session,
          expiresAt: later(3_600_000),
          returnTo: '/account',
          readerId: ada.id,
        },
      };
    },
    listPasskeys: () => ({
      answer: {
        data: [
          {
            ...{ id: PASSKEY, name: 'My telephone', addedAt: '2026-11-02T09:00:00Z' },
            ...{ lastUsedAt: null, synced: true, title: 'meridian' },
          },
        ],
      },
    }),
    beginPasskey: () => ({
      answer: {
        options: { challenge: 'AAAA' },
        ceremony: 'better-auth.passkey=one',
        expiresAt: later(300_000),
      },
    }),
    beginPasskeySignIn: () => ({
      answer: {
        options: { challenge: 'AAAA' },
        ceremony: 'better-auth.passkey=two',
        expiresAt: later(300_000),
      },
    }),
    addPasskey: () => ({ status: 201, answer: { added: true } }),
    renamePasskey: () => ({ answer: { renamed: true } }),
    removePasskey: () => ({ answer: { removed: true } }),
    signInWithPasskey: ({ body }) =>
      (body as { response: { id: string } }).response.id === 'known'
        ? {
            status: 201,
            answer: { sessionToken: ada.session, expiresAt: later(3_600_000), readerId: ada.id },
          }
        : problem(422, 'passkey-refused'),
    openMailedLink: ({ body }) => {
      const [purpose, token] = (body as { token: string }).token.split('.');
      if (token !== 'good') return problem(410, 'action-link-invalid');
      return {
        answer: {
          purpose,
          subject: SUBSCRIPTION,
          readerId: ada.id,
          email: ada.email,
          token: `for-${purpose}`,
          tokenExpiresAt: later(300_000),
        },
      };
    },
    chooseHabits: () => ({ answer: { kept: true } }),
    listSessions: () => ({ answer: { data: sessions } }),
    endOtherSessions: () => ({ answer: { ended: 1 } }),
    exportAccount: () => ({
      answer: {
        readerId: ada.id,
        email: ada.email,
        role: 'reader',
        since: '2026-07-07T12:40:00Z',
        ...{ locale: null, zone: null, spokenLocale: 'en-US' },
        merged: [],
        sessions,
        signIns: sessions.map(({ startedAt, device }) => ({ at: startedAt, device })),
      },
    }),
    requestEmailChange: () => ({ status: 202, answer: { sent: true } }),
    confirmEmailChange: ({ body }) =>
      (body as { token: string }).token === 'good'
        ? { answer: { state: 'changed' } }
        : problem(410, 'action-link-invalid'),
    requestErasure: () => ({ status: 202, answer: { sent: true } }),
    confirmErasure: ({ body }) =>
      (body as { token: string }).token === 'good'
        ? { answer: { erased: true } }
        : problem(410, 'action-link-invalid'),
    endSession: () => ({ answer: { ended: true } }),
    openProvisionalSession: () => ({
      status: 201,
      answer: { sessionToken: newcomer.session, expiresAt: later(3_600_000) },
    }),
  });

  const fakeEntitlement = await startFake('entitlement', entitlement, {
    readersGrants: () => ({ answer: { data: [], nextCursor: null, version: 1 } }),
    readersGoodwill: () => page([]),
    readersMeter: () =>
      page([
        {
          ...{ publication: 'meridian', articleId: anId(5) },
          ...{ monthFrom: '2026-11-01T04:00:00Z', readAt: '2026-11-03T08:00:00Z' },
        },
      ]),
    listGiftLinks: () =>
      page([
        {
          ...{ id: anId(940), token: 'opens-the-article', articleId: anId(5) },
          ...{ from: '2026-11-03T08:00:00Z', until: '2026-11-10T08:00:00Z' },
          ...{ opens: 2, mostOpens: 50, isRevoked: false },
        },
      ]),
    ...groupsAtEntitlement,
  });

  const fakeMail = await startFake('mail', mail, {
    listNewsletters: () =>
      page(
        newsletters.map(({ key, publication, feature, name, about, rhythm }) => ({
          ...{ key, publication, feature, name, about, rhythm },
        })),
      ),
    readersNewsletters: () => page(newsletters),
    chooseNewsletter: ({ body }) => ({ answer: body as { chosen: boolean } }),
    addressState: () => ({ answer: { undeliverableSince: null, returned: [] } }),
    trustAddress: () => ({ answer: { trusted: true } }),
    lookAtNewsletterLink: ({ body }) =>
      byLink(body, { key: 'daily-update', name: 'The Daily Update', chosen: true }),
    endNewsletterByLink: ({ body }) => byLink(body, { ended: true }),
  });

  const services = {
    content: fakeContent,
    billing: fakeBilling,
    identity: fakeIdentity,
    entitlement: fakeEntitlement,
    mail: fakeMail,
  };
  return {
    ...services,
    holds: (held: Subscription | null) => void (subscription = held),
    calls: (operation: string): Call[] =>
      Object.values(services).flatMap(({ calls }) => calls.filter((call) => call.operation === operation)),
    reset() {
      subscription = aSubscription();
      for (const service of Object.values(services)) service.reset();
    },
    close() {
      for (const service of Object.values(services)) service.close();
    },
  };
}

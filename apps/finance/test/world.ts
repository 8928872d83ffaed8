import { billing, entitlement, identity } from '@gatefold/api';
import { plus, type MachineClock } from '@gatefold/kernel';
import { anId } from '@gatefold/test-kit';
import { problem, startFake, type Call, type Reply } from '@gatefold/web-kit/testing';
import { cohortRows, definitions, forecastRows, mrrRows, revenueRows } from './reports-data.ts';
import { aDelivery, anEndpoint, SECRET } from './webhooks-data.ts';
import { aLibrary, contracts, doings, seatsOf } from './institutions-data.ts';
import { anExplanation, effects, harbour, timings } from './insight-data.ts';
import { exportJobs } from './exports-data.ts';
import { aRun, aTakeover, changes, giftVersions, importRows, introUses, versions } from './offers-data.ts';
import { gifts, refundedGift } from './gifts-data.ts';
import { creditRequest, giftRequest, requests } from './requests-data.ts';
import { aRise, toldRows, waitingRows } from './rises-data.ts';
import { aPeriod, periods } from './periods-data.ts';
import { compQuote, aSubscription, events, OTHER_READER, READER, type Event } from './books.ts';

const person = (number: number, name: string, role: 'reader' | 'finance' | 'editor' | 'admin') => ({
  id: anId(number),
  role,
  email: `${name}@example.com`,
  session: `session-of-${name}`,
  token: `token-of-${name}`,
});

export const nora = person(1, 'nora', 'finance');
export const pia = person(2, 'pia', 'admin');
export const otto = person(3, 'otto', 'editor');
export const ada = person(4, 'ada', 'reader');
/** Have a role, and have shown one factor: one of them has an app, the other has none yet. */
export const dora = { ...person(5, 'dora', 'reader'), secondFactor: 'due' as const };
export const udo = { ...person(6, 'udo', 'reader'), secondFactor: 'unset' as const };
const people = [nora, pia, otto, ada, dora, udo];

export const ORGANISATION = 'https://login.meridian.example/authorize?state=s1';
export const APP_CODE = '123456';
export const APP_ADDRESS = 'otpauth://totp/meridian.example:udo%40example.com?secret=JBSWY3DPEHPK3PXP';
const codeIn = ({ body }: Call): string => (body as { code: string }).code;

/** As billing does: the role is looked at again, whatever the pages have let through. */
const forStaff =
  (answer: (call: Call) => Reply) =>
  (call: Call): Reply => {
    const asking = people.find(({ token }) => token === call.token);
    if (asking === undefined) return problem(401, 'token-invalid');
    return asking.role === 'finance' || asking.role === 'admin' ? answer(call) : problem(403, 'not-allowed');
  };

const forAdmins =
  (answer: (call: Call) => Reply) =>
  (call: Call): Reply =>
    call.token === pia.token ? answer(call) : problem(403, 'not-allowed');

const members = [nora, otto, pia].map(({ id, email, role }) => ({
  ...{ readerId: id, email, role },
  ...{ hasApp: role !== 'editor', passkeys: role === 'admin' ? 2 : 0, hasProvider: false },
}));
const staffActs = [
  ...[
    {
      at: '2026-11-24T08:00:00.000Z',
      accountId: nora.id,
      by: pia.id,
      what: 'second-factor-reset',
      role: null,
    },
  ],
  ...[{ at: '2026-11-20T08:00:00.000Z', accountId: nora.id, by: 'cli', what: 'role-given', role: 'finance' }],
];

const accountOf = ({ id, email, role }: (typeof people)[number]) => ({
  readerId: id,
  email,
  role,
  verified: true,
});

/** The one reader whom identity knows, by id and by address. */
const foundReader = (query: Call['query']): Reply => ({
  answer: {
    data: [READER, OTHER_READER, 'reader@example.com'].includes(query['id'] ?? query['email'] ?? '')
      ? [{ readerId: query['id'] ?? READER, email: 'reader@example.com', role: 'reader', verified: true }]
      : [],
    nextCursor: null,
  },
});

type Given = { readonly amount: unknown };

const strip = ({ ledger: _, payload: _p, cursor: _c, ...listed }: Event) => listed;

/** The list as billing serves it: newest first, by cursors that lead both ways. */
function listed({ query }: Call): Reply {
  const { readerId, type, from, to, after, before } = query;
  const all = events.filter(
    (event) =>
      (readerId ?? event.readerId) === event.readerId &&
      (type ?? event.type) === event.type &&
      (from === undefined || event.at >= from) &&
      (to === undefined || event.at < to),
  );
  const limit = Number(query['limit'] ?? 50);
  const place = events.findIndex(({ cursor }) => cursor === (after ?? before));
  if ((after ?? before) !== undefined && place === -1) return problem(400, 'cursor-invalid');
  const found = all.filter((event) => {
    const index = events.indexOf(event);
    return after !== undefined ? index > place : before !== undefined ? index < place : true;
  });
  const data = before === undefined ? found.slice(0, limit) : found.slice(-limit);
  const goesOn = found.length > data.length;
  return {
    answer: {
      data: data.map(strip),
      nextCursor: before !== undefined || goesOn ? (data.at(-1)?.cursor ?? null) : null,
      previousCursor:
        after !== undefined || (before !== undefined && goesOn) ? (data[0]?.cursor ?? null) : null,
    },
  };
}

/** The three services that the pages ask, each a small server of its own. */
export async function startWorld(machineClock: MachineClock) {
  const later = (milliseconds: number): string => plus(machineClock.now(), milliseconds).toISOString();

  const opened = ({ session }: { session: string }) => ({
    sessionToken: session,
    expiresAt: later(3_600_000),
  });

  const fakeBilling = await startFake('billing', billing, {
    listBillingEvents: forStaff(listed),
    revenueReport: forStaff(() => ({ answer: { definitions, data: revenueRows } })),
    mrrReport: forStaff(() => ({ answer: { definitions, data: mrrRows } })),
    cohortReport: forStaff(() => ({ answer: { definitions, data: cohortRows } })),
    forecastReport: forStaff(() => ({ answer: { definitions, data: forecastRows } })),
    eventTimings: forStaff(() => ({ answer: { data: timings, nextCursor: null } })),
    exportReport: forStaff(() => ({ text: 'month,offer\r\n2026-11-01,digital\r\n', answer: null })),
    evidenceDocument: forStaff(() => ({ text: '%PDF-1.4', answer: null })),
    listPriceRises: forStaff(() => ({ answer: { data: [aRise], nextCursor: null } })),
    getPriceRise: forStaff(({ params }) =>
      params['id'] === aRise.id ? { answer: aRise } : problem(404, 'price-rise-not-found'),
    ),
    listRisen: forStaff(({ query: { state } }) => ({
      answer: { data: state === 'waiting' ? waitingRows : toldRows, nextCursor: null },
    })),
    listPeriods: forStaff(() => ({ answer: { data: periods, nextCursor: null } })),
    getPeriod: forStaff(() => ({ answer: aPeriod })),
    closePeriod: forStaff(() => ({ answer: aPeriod })),
    listOfferVersions: forStaff(() => ({ answer: { data: versions, nextCursor: null } })),
    listGiftVersions: forStaff(() => ({ answer: { data: giftVersions, nextCursor: null } })),
    planCatalogue: forStaff(() => ({ answer: { base: anId(950), isChange: true, changes } })),
    listImports: forStaff(() => ({ answer: { data: [aRun, aTakeover], nextCursor: null } })),
    getImport: forStaff(({ params }) => ({ answer: params['id'] === aRun.id ? aRun : aTakeover })),
    importReport: forStaff(() => ({ answer: { data: importRows, nextCursor: '4' } })),
    listGifts: forStaff(({ query: { state } }) => ({
      answer: { data: gifts.filter((gift) => (state ?? gift.state) === gift.state), nextCursor: null },
    })),
    getGift: forStaff(({ params }) => {
      const gift = gifts.find(({ id }) => id === params['id']);
      return gift === undefined ? problem(404, 'gift-not-found') : { answer: gift };
    }),
    refundGift: forStaff(() => ({ answer: refundedGift })),
    listRequests: forStaff(({ query: { subjectId, state = 'waiting' } }) => ({
      answer: {
        data: requests.filter((one) =>
          subjectId === undefined ? one.state === state : one.subjectId === subjectId,
        ),
        nextCursor: null,
      },
    })),
    getRequest: forStaff(({ params }) => {
      const request = requests.find(({ id }) => id === params['id']);
      return request === undefined ? problem(404, 'request-not-found') : { answer: request };
    }),
    askForCredit: forStaff(() => ({ status: 201, answer: creditRequest })),
    askForRefund: forStaff(() => ({ status: 201, answer: giftRequest })),
    decideOnRequest: forStaff(() => ({
      answer: { ...giftRequest, state: 'approved', outcome: 'on-its-way' },
    })),
    countWaiting: forStaff(() => ({ answer: { waiting: 1 } })),
    listExports: forStaff(() => ({ answer: { data: exportJobs, nextCursor: null } })),
    startExport: forStaff(() => ({ status: 202, answer: exportJobs[0] })),
    exportFile: forStaff(() => ({ text: 'at,type\r\n', answer: null })),
    listEndpoints: forStaff(() => ({ answer: { data: [anEndpoint], nextCursor: null } })),
    addEndpoint: forStaff(({ body }) =>
      (body as { url: string }).url.startsWith('https://')
        ? { status: 201, answer: { ...anEndpoint, secret: SECRET } }
        : problem(422, 'endpoint-url-refused'),
    ),
    rotateSecret: forStaff(() => ({ answer: { ...anEndpoint, secret: SECRET } })),
    switchEndpoint: forStaff(({ body }) => ({ answer: { ...anEndpoint, ...(body as object) } })),
    testEndpoint: forStaff(() => ({ status: 202, answer: aDelivery })),
    replayFailed: forStaff(() => ({ status: 202, answer: { replayed: 3 } })),
    listDeliveries: forStaff(() => ({ answer: { data: [aDelivery], nextCursor: 'older' } })),
    getDelivery: forStaff(() => ({
      answer: {
        ...aDelivery,
        payload: '{"type":"payment.paid"}',
        tries: [{ number: 1, at: '2026-11-24T18:00:00.000Z', status: 500, milliseconds: 12, error: null }],
      },
    })),
    replayDelivery: forStaff(() => ({ status: 202, answer: aDelivery })),
    getBillingEvent: forStaff(({ params }) => {
      const event = events.find(({ id }) => id === params['id']);
      return event === undefined ? problem(404, 'billing-event-not-found') : { answer: event };
    }),
    introUses: forStaff(({ params }) => ({
      answer: { data: params['id'] === READER ? introUses : [], nextCursor: null },
    })),
    quoteComp: forStaff(() => ({ answer: compQuote })),
    comp: forStaff(() => ({ answer: aSubscription })),
    credit: forStaff(({ body }) => ({ status: 201, answer: { amount: (body as Given).amount } })),
    approvalLimit: forStaff(() => ({ answer: { limit: '2000' } })),
    waiveIntroUse: forStaff(() => ({ answer: introUses[1] })),
    readersSubscriptions: forStaff(({ params }) => ({
      answer: { data: params['id'] === READER ? [aSubscription] : [], nextCursor: null },
    })),
  });

  const fakeEntitlement = await startFake('entitlement', entitlement, {
    explain: forStaff(({ params, query }) =>
      query['article'] === 'no-such-story'
        ? problem(404, 'article-not-found')
        : {
            answer: {
              ...anExplanation,
              reader: params['id'],
              at: query['at'] ?? anExplanation.at,
              article: query['article'] === undefined ? null : harbour,
            },
          },
    ),
    listArticles: forStaff(() => ({ answer: { data: [harbour], nextCursor: null } })),
    listGroups: forStaff(() => ({ answer: { data: contracts, nextCursor: null } })),
    makeGroup: forStaff(() => ({ status: 201, answer: aLibrary })),
    seats: forStaff(({ params }) =>
      contracts.some(({ id }) => id === params['id'])
        ? { answer: seatsOf(params['id'] ?? '') }
        : problem(404, 'group-not-found'),
    ),
    groupLog: forStaff(() => ({ answer: { data: doings, nextCursor: null } })),
    closeGroup: forStaff(({ params }) => ({ answer: seatsOf(params['id'] ?? '') })),
    addDomain: forStaff(({ params }) => ({ answer: seatsOf(params['id'] ?? '') })),
    removeDomain: forStaff(({ params }) => ({ answer: seatsOf(params['id'] ?? '') })),
    latency: forStaff(() => ({
      answer: { data: effects, nextCursor: null, since: '2026-11-24T20:00:00.000Z' },
    })),
  });

  const fakeIdentity = await startFake('identity', identity, {
    currentSession({ body }) {
      const { sessionToken } = body as { sessionToken: string };
      const who = people.find(({ session }) => session === sessionToken);
      if (who === undefined) return problem(401, 'session-ended');
      const { id: readerId, role, email, token } = who;
      const stands = 'secondFactor' in who ? { secondFactor: who.secondFactor } : {};
      return {
        answer: {
          readerId,
          role,
          ...stands,
          provisional: false,
          email,
          token,
          tokenExpiresAt: later(300_000),
        },
      };
    },
    requestSignIn: () => ({
      status: 202,
      answer: { sent: true, attempt: 'attempt-1', expiresAt: later(600_000) },
    }),
    redeemSignIn({ body }) {
      const who = people.find(({ email }) => (body as { token: string }).token === `link-of-${email}`);
      if (who === undefined) return problem(410, 'sign-in-link-invalid');
      return {
        status: 201,
        answer: {
          sessionToken: who.session,
          expiresAt: later(3_600_000),
          returnTo: '/events?type=payment.paid',
          readerId: who.id,
        },
      };
    },
    endSession: () => ({ answer: { ended: true } }),
    staffProvider: () => ({ answer: { provider: { name: 'Meridian staff' } } }),
    beginStaffSignIn: () => ({
      answer: { url: ORGANISATION, ceremony: 'state=s1.sig%3D', expiresAt: later(300_000) },
    }),
    finishStaffSignIn: ({ body }) =>
      (body as { code: string }).code === 'good'
        ? { status: 201, answer: { ...opened(nora), readerId: nora.id } }
        : problem(422, 'staff-sign-in-refused'),
    beginSecondFactor: () => ({ answer: { uri: APP_ADDRESS } }),
    confirmSecondFactor: (call) =>
      codeIn(call) === APP_CODE
        ? { status: 201, answer: { ...opened(nora), backupCodes: ['aaaaa-bbbbb', 'ccccc-ddddd'] } }
        : problem(422, 'second-factor-wrong'),
    passSecondFactor: (call) =>
      codeIn(call) === APP_CODE
        ? { status: 201, answer: { ...opened(nora), backupCodesLeft: 10 } }
        : problem(422, 'second-factor-wrong'),
    renewBackupCodes: () => ({ status: 201, answer: { backupCodes: ['eeeee-fffff'] } }),
    listStaff: forAdmins(() => ({ answer: { data: members, nextCursor: null } })),
    staffLog: forAdmins(() => ({ answer: { data: staffActs, nextCursor: null } })),
    resetSecondFactor: forAdmins(() => ({ answer: { reset: true } })),
    createAccount: forAdmins(({ body }) => ({
      status: 201,
      answer: { readerId: anId(77), role: (body as { role: string }).role },
    })),
    findReader: forStaff(({ query }) => {
      const colleague = people.find(({ id }) => id === query['id']);
      return colleague === undefined
        ? foundReader(query)
        : { answer: { data: [accountOf(colleague)], nextCursor: null } };
    }),
  });

  const services = { billing: fakeBilling, identity: fakeIdentity, entitlement: fakeEntitlement };
  return {
    ...services,
    calls: (operation: string): Call[] =>
      Object.values(services).flatMap(({ calls }) => calls.filter((call) => call.operation === operation)),
    reset() {
      for (const service of Object.values(services)) service.reset();
    },
    close() {
      for (const service of Object.values(services)) service.close();
    },
  };
}

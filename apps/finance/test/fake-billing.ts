import { billing } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import { problem, startFake, type Call, type Reply } from '@gatefold/web-kit/testing';
import { aSubscription, compQuote, events, READER, type Event } from './books.ts';
import { auditEntries, wholeChain } from './audit-data.ts';
import { cases, settledCase, takenCase } from './cases-data.ts';
import { exportJobs } from './exports-data.ts';
import { gifts, refundedGift } from './gifts-data.ts';
import { timings } from './insight-data.ts';
import { aRun, aTakeover, changes, giftVersions, importRows, introUses, versions } from './offers-data.ts';
import { forStaff } from './people.ts';
import { aPeriod, periods } from './periods-data.ts';
import { reconciled, reconciledDays, suspense } from './reconciliation-data.ts';
import { cohortRows, definitions, forecastRows, leavingRows, mrrRows, revenueRows } from './reports-data.ts';
import { cancelNowQuote, charges, refundedBy, refundQuoteOf } from './refunds-data.ts';
import { creditRequest, endingRequest, giftRequest, requests } from './requests-data.ts';
import { aRise, toldRows, waitingRows } from './rises-data.ts';
import { foundBy } from './search-data.ts';
import { aDelivery, anEndpoint, SECRET } from './webhooks-data.ts';

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

/** Billing, with the books of one reader. */
export const startBilling = () =>
  startFake('billing', billing, {
    listBillingEvents: forStaff(listed),
    search: forStaff(({ query }) => ({ answer: { data: foundBy(query['q'] ?? ''), nextCursor: null } })),
    revenueReport: forStaff(() => ({ answer: { definitions, data: revenueRows } })),
    mrrReport: forStaff(() => ({ answer: { definitions, data: mrrRows } })),
    leavingReport: forStaff(() => ({ answer: { definitions, data: leavingRows } })),
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
    reconciliation: forStaff(() => ({ answer: reconciled })),
    reconciliationDays: forStaff(({ query: { from = '' } }) => ({ answer: { ...reconciledDays, from } })),
    bookDay: forStaff(() => ({ answer: { booked: 1 } })),
    listSuspense: forStaff(() => ({ answer: { data: suspense, nextCursor: null } })),
    listAudit: forStaff(() => ({ answer: { data: auditEntries, nextCursor: '40' } })),
    verifyAudit: forStaff(() => ({ answer: wholeChain })),
    listCases: forStaff(({ query: { state, kind } }) => ({
      answer: {
        data: cases.filter(
          (one) => (state === 'closed') === (one.closedAt !== null) && (kind ?? one.kind) === one.kind,
        ),
        nextCursor: null,
      },
    })),
    getCase: forStaff(({ params }) => {
      const found = cases.find(({ id }) => id === params['id']);
      return found === undefined ? problem(404, 'case-not-found') : { answer: found };
    }),
    takeCase: forStaff(() => ({ answer: takenCase })),
    closeCase: forStaff(() => ({ answer: settledCase })),
    getRequest: forStaff(({ params }) => {
      const request = requests.find(({ id }) => id === params['id']);
      return request === undefined ? problem(404, 'request-not-found') : { answer: request };
    }),
    askForCredit: forStaff(() => ({ status: 201, answer: creditRequest })),
    askToEnd: forStaff(() => ({ status: 201, answer: endingRequest })),
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
    listCharges: forStaff(() => ({ answer: { data: charges, nextCursor: null } })),
    quoteRefund: forStaff(({ query: { amount } }) => ({ answer: refundQuoteOf(amount) })),
    refund: forStaff(({ body }) => ({ status: 201, answer: refundedBy((body as Given).amount) })),
    quoteCancelNow: forStaff(() => ({ answer: cancelNowQuote })),
    cancelNow: forStaff(() => ({ answer: aSubscription })),
    quoteComp: forStaff(() => ({ answer: compQuote })),
    comp: forStaff(() => ({ answer: aSubscription })),
    credit: forStaff(({ body }) => ({ status: 201, answer: { amount: (body as Given).amount } })),
    approvalLimit: forStaff(() => ({ answer: { limit: '2000' } })),
    waiveIntroUse: forStaff(() => ({ answer: introUses[1] })),
    readersSubscriptions: forStaff(({ params }) => ({
      answer: { data: params['id'] === READER ? [aSubscription] : [], nextCursor: null },
    })),
  });

import type { billing, entitlement } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import type { z } from 'zod';
import { READER } from './books.ts';

type Explanation = z.output<typeof entitlement.explain.answer>;

const grant = {
  id: anId(400),
  publication: 'meridian',
  features: ['articles'],
  source: 'subscription',
  from: '2026-07-07T12:40:00Z',
  until: '2026-12-25T12:40:00Z',
  untilIfStale: '2026-12-28T12:40:00Z',
  version: 1,
};

export const anExplanation: Explanation = {
  reader: READER,
  at: '2026-11-24T23:00:00Z',
  article: null,
  answer: { granted: true, reason: 'subscription', grant, version: 1, cacheFor: 60 },
  rules: [
    { rule: 'access', decides: false, says: 'for those who have articles' },
    { rule: 'grant', decides: true, says: `subscription ${anId(400)}: open, and it holds the feature` },
  ],
  timeline: [
    {
      ...{
        id: anId(401),
        source: 'comp',
        publication: 'meridian',
        holds: 'articles, archive',
        isUnpaid: false,
      },
      ...{
        from: '2026-05-01T00:00:00Z',
        until: '2026-06-01T00:00:00Z',
        untilIfStale: '2026-06-01T00:00:00Z',
      },
      events: [],
    },
    {
      ...{
        id: anId(400),
        source: 'subscription',
        publication: 'meridian',
        holds: 'all-access',
        isUnpaid: false,
      },
      ...{ from: grant.from, until: grant.until, untilIfStale: grant.untilIfStale },
      events: [
        { id: anId(402), type: 'subscription.started', at: '2026-07-07T12:40:00Z' },
        { id: anId(403), type: 'subscription.renewed', at: '2026-08-04T12:40:00Z' },
      ],
    },
  ],
  chain: [
    { step: 'reader', id: READER, at: null, says: 'is signed in' },
    { step: 'grant', id: anId(400), at: '2026-07-07T12:40:00Z', says: 'from a subscription' },
  ],
};

const aRule = { publication: 'meridian', access: 'feature', feature: 'articles', isMetered: true } as const;

export const harbour = {
  ...{ id: anId(410), slug: 'the-harbour', notBefore: null, notAfter: null },
  ...aRule,
};

const instant = (milliseconds: number): string =>
  new Date(Date.parse('2026-11-24T22:00:00.000Z') + milliseconds).toISOString();

export const effects = [
  {
    eventId: anId(420),
    readerId: READER,
    type: 'subscription.renewed',
    takenAt: instant(1_030),
    effectiveAt: instant(1_040),
  },
  {
    eventId: anId(421),
    readerId: READER,
    type: 'subscription.started',
    takenAt: instant(25),
    effectiveAt: instant(31),
  },
];

export const timings: z.output<typeof billing.eventTimings.answer>['data'] = [
  { id: anId(420), receivedAt: instant(0), recordedAt: instant(1_000), publishedAt: instant(1_020) },
  { id: anId(421), receivedAt: null, recordedAt: instant(20), publishedAt: instant(22) },
];

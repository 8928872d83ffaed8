import { entitlement } from '@gatefold/api';
import { problem, startFake } from '@gatefold/web-kit/testing';
import { anExplanation, effects, harbour } from './insight-data.ts';
import { aLibrary, contracts, doings, seatsOf } from './institutions-data.ts';
import { forStaff } from './people.ts';

/** Entitlement, which lets everybody in. */
export const startEntitlement = () =>
  startFake('entitlement', entitlement, {
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

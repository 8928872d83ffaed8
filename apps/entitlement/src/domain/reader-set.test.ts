import { plus } from '@gatefold/kernel';
import { EntitlementData } from '@gatefold/events';
import { describe, expect, test } from 'vitest';
import {
  ada,
  aFact,
  afterDays,
  SETTLEMENT,
  setAfter,
  someBundles,
  STALE,
  start,
  subscriptionId,
} from '../../test/builders.ts';
import { announcementOf, emptySet, hold, nextBoundary, sayAgain, type HeldGrant } from './reader-set.ts';
import { holdingsOf } from './timeline.ts';

const until = plus(afterDays(28), SETTLEMENT);
const [holding] = holdingsOf([aFact()]);
const gift: HeldGrant = {
  id: '01990000-0000-7000-8000-0000000000f1',
  publication: 'courier',
  bundle: null,
  features: ['archive'],
  source: 'gift',
  from: start,
  until: afterDays(7),
  untilIfStale: afterDays(7),
  isUnpaid: false,
  version: 1,
  eventId: '01990000-0000-7000-8000-0000000000e1',
};

describe('a reader’s set', () => {
  test('takes a subscription in under a new version', () => {
    const set = hold(emptySet(ada), subscriptionId, holding!);

    expect(set).toMatchObject({ version: 1, grants: [{ id: subscriptionId, version: 1, until }] });
  });

  test('is left as it is when billing says the same again', () => {
    const set = setAfter(aFact());

    expect(hold(set, subscriptionId, holding!)).toBe(set);
    expect(hold(emptySet(ada), subscriptionId, null)).toEqual(emptySet(ada));
  });

  test('gets a new version with whatever changes, also with the mere promise to pay', () => {
    const [cancelling] = holdingsOf([aFact({ data: { intent: 'cancelling' } })]);

    expect(hold(setAfter(aFact()), subscriptionId, cancelling!)).toMatchObject({
      version: 2,
      grants: [{ version: 2, until: afterDays(28), untilIfStale: afterDays(28) }],
    });
  });

  test('keeps a gift when the subscription is lost', () => {
    const both = { ...setAfter(aFact()), grants: [...setAfter(aFact()).grants, gift] };

    expect(hold(both, subscriptionId, null).grants).toEqual([gift]);
  });

  test('is said again under a new version', () => {
    expect(sayAgain(setAfter(aFact()))).toMatchObject({ version: 2, grants: [{ version: 1 }] });
  });
});

describe('what others hear', () => {
  test('is the whole set with features, ends and how far to trust it', () => {
    const data = announcementOf(setAfter(aFact()), someBundles, start);

    expect(EntitlementData.parse(data)).toEqual({
      readerId: ada,
      version: 1,
      grants: [
        {
          id: subscriptionId,
          publication: 'courier',
          features: ['articles', 'archive', 'newsletter'],
          source: 'subscription',
          from: start.toISOString(),
          until: until.toISOString(),
          untilIfStale: plus(until, STALE).toISOString(),
          version: 1,
          bundle: 'digital',
        },
      ],
    });
  });

  test('names the latest end of what is over, and whether a payment is missing', () => {
    const unpaid = { ...gift, until: afterDays(1), isUnpaid: true };
    const earlier = { ...unpaid, id: ada, until: afterDays(0), isUnpaid: false };
    const { grants, past } = announcementOf(
      { readerId: ada, version: 3, grants: [unpaid, earlier] },
      someBundles,
      afterDays(2),
    );

    expect(grants).toEqual([]);
    expect(past).toEqual([
      {
        publication: unpaid.publication,
        features: unpaid.features ?? [],
        until: afterDays(1).toISOString(),
        isUnpaid: true,
        ranOut: true,
      },
    ]);
  });

  test('is an explicit empty set from the second of the end on, and not before', () => {
    expect(announcementOf(setAfter(aFact()), someBundles, plus(until, -1)).grants).toHaveLength(1);
    expect(announcementOf(setAfter(aFact()), someBundles, until)).toEqual({
      readerId: ada,
      version: 1,
      grants: [],
      past: [
        {
          publication: 'courier',
          features: ['articles', 'archive', 'newsletter'],
          until: until.toISOString(),
          isUnpaid: false,
          ranOut: true,
        },
      ],
    });
  });
});

describe('the next boundary', () => {
  test('is the earliest end that is still to come', () => {
    const set = { ...setAfter(aFact()), grants: [...setAfter(aFact()).grants, gift] };

    expect(nextBoundary(set, start)).toEqual(afterDays(7));
    expect(nextBoundary(set, afterDays(7))).toEqual(until);
    expect(nextBoundary(set, until)).toBeNull();
  });

  test('is also the beginning of what is given for later', () => {
    const later = { ...gift, from: afterDays(3) };

    expect(nextBoundary({ ...emptySet(ada), grants: [later] }, start)).toEqual(afterDays(3));
  });

  test('is none for a reader who has nothing', () => {
    expect(nextBoundary(emptySet(ada), start)).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { journeyOf, quantile, slowest, summaryOf } from './journeys.ts';

const at = (milliseconds: number): string => new Date(1_767_600_000_000 + milliseconds).toISOString();
const born = (1_767_600_000_000).toString(16).padStart(12, '0');
const id = `${born.slice(0, 8)}-${born.slice(8)}-7000-8000-000000000001`;
const effect = {
  eventId: id,
  readerId: 'r',
  type: 'subscription.started',
  takenAt: at(60),
  effectiveAt: at(70),
};

describe('where an event’s time went', () => {
  test('is told stage by stage, and adds up', () => {
    const timing = { id, receivedAt: at(10), recordedAt: at(40), publishedAt: at(45) };

    expect(journeyOf(effect, timing)).toMatchObject({
      total: 60,
      spent: { inbox: 30, relay: 5, broker: 15, projection: 10 },
    });
  });

  test('never is less than nothing, also where the log was read before its answer was back', () => {
    const timing = { id, receivedAt: null, recordedAt: at(40), publishedAt: at(90) };

    expect(journeyOf(effect, timing)).toMatchObject({
      total: 30,
      spent: { inbox: 0, relay: 20, broker: 0, projection: 10 },
    });
  });

  test('is only known as a whole where billing has forgotten', () => {
    expect(journeyOf(effect, undefined)).toMatchObject({ total: 70, spent: null });
  });
});

test('the middle and the slow end are of what is known', () => {
  const journeys = [10, 20, 400].map((total, index) => ({
    ...journeyOf(effect, undefined),
    id: String(index),
    total,
    spent: index === 0 ? { inbox: 1, relay: 2, broker: 3, projection: 4 } : null,
  }));

  expect(summaryOf(journeys)).toEqual([
    { name: 'inbox', p50: 1, p99: 1 },
    { name: 'relay', p50: 2, p99: 2 },
    { name: 'broker', p50: 3, p99: 3 },
    { name: 'projection', p50: 4, p99: 4 },
    { name: 'total', p50: 20, p99: 400 },
  ]);
  expect(slowest(journeys, 2).map(({ total }) => total)).toEqual([400, 20]);
  expect(quantile([], 0.5)).toBe(0);
});

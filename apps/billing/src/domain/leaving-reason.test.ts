import { expect, test } from 'vitest';
import { aRunning } from '../../test/builders.ts';
import { cancellationOf } from './leaving-reason.ts';

const refused = expect.objectContaining({ code: 'not-cancelled' }) as unknown as Error;

test('a reason belongs to the last cancellation, until the end and after it', () => {
  expect(cancellationOf(aRunning({ intent: 'cancelling', cancellations: 2 }))).toBe(2);
  expect(
    cancellationOf(
      aRunning({ phase: 'ended', endReason: 'cancelled', intent: 'cancelling', cancellations: 1 }),
    ),
  ).toBe(1);
});

test('of what goes on, or ended without anybody cancelling it, there is none', () => {
  expect(() => cancellationOf(aRunning())).toThrow(refused);
  expect(() => cancellationOf(aRunning({ cancellations: 1 }))).toThrow(refused);
  expect(() => cancellationOf(aRunning({ phase: 'ended', endReason: 'payment-failed' }))).toThrow(refused);
});

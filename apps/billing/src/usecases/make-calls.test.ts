import { expect, test } from 'vitest';
import { makeCalls } from './make-calls.ts';
import type { Call, CallOutcome } from './stripe-ports.ts';

const call = (id: string, customerId: string): Call => ({
  id,
  customerId,
  isOld: false,
  wanted: { kind: 'void-invoice', key: id, invoiceId: 'in_1' },
});

test('after a call without an answer nothing more is told of its customer, so that the last word stays the last', async () => {
  const tried: string[] = [];
  const finished: string[] = [];
  const make = makeCalls({
    calls: {
      claim: async () => [call('1', 'cus_a'), call('2', 'cus_a'), call('3', 'cus_b')],
      finish: async (id) => void finished.push(id),
      isAtWork: async () => false,
    },
    stripe: {
      perform: async ({ id }): Promise<CallOutcome> => {
        tried.push(id);
        if (id === '1') throw new Error('no answer');
        return { state: 'done' };
      },
    },
  });
  await expect(make(null)).rejects.toThrow('no answer');
  expect(tried).toEqual(['1', '3']);
  expect(finished).toEqual(['3']);
});

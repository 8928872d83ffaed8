import { billing as contract, operations } from '@gatefold/api';
import { anId, unexpected, withoutRule, type Person } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBilling, type Billing } from '../../test/harness.ts';

let billing: Billing;
beforeAll(async () => void (billing = await startBilling()));
afterAll(() => billing.close());

const operationsOf = { ...contract, ...operations };
const tokenOf = async (person: Person): Promise<string | null> => {
  if (person === 'nobody') return null;
  if (person === 'provisional') return billing.readerToken(anId(1), { typ: 'provisional' });
  return billing.readerToken(anId(1), { role: person });
};

/** Of somebody who is none of them, and of things that do not exist. */
const foreign = { id: anId(99), charge: anId(98), report: 'revenue' };

describe('who may call what', () => {
  test('every route has its rule in the contract', () => {
    expect(withoutRule(billing.app, operationsOf, 'post /webhooks/stripe')).toEqual([]);
  });

  test('nobody is let in beyond it, nobody is kept out, and an id of somebody else opens nothing', async () => {
    expect(await unexpected({ url: billing.url, operations: operationsOf, tokenOf, foreign })).toEqual([]);
  });
});

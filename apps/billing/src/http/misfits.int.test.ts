import { billing as contract, operations, type Endpoint } from '@gatefold/api';
import { anId, notRefused } from '@gatefold/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startBilling, type Billing } from '../../test/harness.ts';

let billing: Billing;
beforeAll(async () => void (billing = await startBilling()));
afterAll(() => billing.close());

const operationsOf: Readonly<Record<string, Endpoint>> = { ...contract, ...operations };
const schemaOf = (name: string) => {
  const { body } = operationsOf[name]!;
  return body === undefined ? null : z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' });
};
const tokenFor = async (caller: string): Promise<string | null> => {
  if (caller === 'anyone') return null;
  return caller === 'service' ? billing.tokenOf('dev') : billing.readerToken(anId(1), { role: caller });
};

test('every route refuses a field too many, a text too long, and is broken by nothing', async () => {
  expect(
    await notRefused({
      url: billing.url,
      operations: operationsOf,
      schemaOf: schemaOf as never,
      tokenFor,
      params: { id: anId(96), charge: anId(98), report: 'revenue' },
    }),
  ).toEqual([]);
}, 120_000);

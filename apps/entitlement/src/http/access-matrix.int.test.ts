import { entitlement as contract, operations } from '@gatefold/api';
import { anId, unexpected, withoutRule, type Person } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEntitlement, type Entitlement } from '../../test/harness.ts';

let entitlement: Entitlement;
beforeAll(async () => void (entitlement = await startEntitlement()));
afterAll(() => entitlement.stop());

const operationsOf = { ...contract, ...operations };
const tokenOf = async (person: Person): Promise<string | null> => {
  if (person === 'nobody') return null;
  if (person === 'provisional') return entitlement.people.reader(anId(1), { typ: 'provisional' });
  return entitlement.people.reader(anId(1), { role: person });
};

/** Of somebody who is none of them, and of things that do not exist. */
const foreign = { id: anId(99) };

/** What a question must have before anybody looks at who asks it. */
const bodies = { checkMany: { questions: [{ feature: 'articles' }] } };

describe('who may call what', () => {
  test('every route has its rule in the contract', () => {
    expect(withoutRule(entitlement.app, operationsOf)).toEqual([]);
  });

  test('nobody is let in beyond it, nobody is kept out, and an id of somebody else opens nothing', async () => {
    expect(
      await unexpected({ url: entitlement.url, operations: operationsOf, tokenOf, foreign, bodies }),
    ).toEqual([]);
  });
});

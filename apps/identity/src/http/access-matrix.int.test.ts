import { identity as contract } from '@gatefold/api';
import { anId, unexpected, withoutRule, type Person } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  provisionalReader,
  readerToken,
  signIn,
  signInAsStaff,
  startIdentity,
  type Identity,
} from '../../test/harness.ts';

let identity: Identity;
beforeAll(async () => void (identity = await startIdentity()));
afterAll(() => identity.close());

const operationsOf = contract;
const tokenOf = async (person: Person): Promise<string | null> => {
  if (person === 'nobody') return null;
  if (person === 'provisional') {
    const readerId = await provisionalReader(identity, 'matrix@example.org');
    const { body } = await identity.post(`/v1/provisional-readers/${readerId}/sessions`, 'site');
    return readerToken(identity, (body as { sessionToken: string }).sessionToken);
  }
  const email = `${person}@example.org`;
  const { sessionToken } =
    person === 'reader' ? await signIn(identity, email) : await signInAsStaff(identity, email, person);
  return readerToken(identity, sessionToken);
};

/** Of somebody who is none of them, and of things that do not exist. */
const foreign = { id: anId(99) };

describe('who may call what', () => {
  test('every route has its rule in the contract', () => {
    expect(withoutRule(identity.service.http, operationsOf)).toEqual([]);
  });

  test('nobody is let in beyond it, nobody is kept out, and an id of somebody else opens nothing', async () => {
    expect(await unexpected({ url: identity.url, operations: operationsOf, tokenOf, foreign })).toEqual([]);
  });
});

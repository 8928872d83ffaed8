import { systemMachineClock as clock, newId } from '@gatefold/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, type TestDatabase } from '@gatefold/test-kit';
import { openDatabase } from './prisma/database.ts';
import type { PrismaClient } from './prisma/generated/client.ts';
import { signingKeys } from './signing-keys.ts';

let database: TestDatabase;
let db: PrismaClient;
beforeAll(async () => {
  database = await aDatabase({ app: 'identity' });
  db = openDatabase(database.url);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const keysWith = (secret: string) => signingKeys({ db, secret, clock, newId });

test('processes that start at the same moment agree on one key, and a restart keeps it', async () => {
  const made = await Promise.all([1, 2, 3, 4].map(() => keysWith('a').current()));
  const later = await keysWith('a').current();

  expect(new Set([...made, later].map(({ id }) => id)).size).toBe(1);
  expect(await db.signingKey.count()).toBe(1);
});

test('a copy of the database without the secret signs nothing', async () => {
  await keysWith('a').current();

  await expect(keysWith('b').current()).rejects.toThrow();
});

test('a key that was retired is still published, and no longer signs', async () => {
  const { id: old } = await keysWith('a').current();
  await db.signingKey.update({ where: { id: old }, data: { retiredAt: clock.now() } });

  const { id: current } = await keysWith('a').current();
  const published = (await keysWith('a').published()).map(({ kid }) => kid);

  expect(current).not.toBe(old);
  expect(published.toSorted()).toEqual([old, current].toSorted());
});

import type { MachineClock } from '@gatefold/kernel';
import type { Contact, FoundReader, Readers } from '../../usecases/ports.ts';
import type { AddressHash } from '../address-hash.ts';
import { announceAllReaders } from './announce-all-readers.ts';
import type { Change } from './database.ts';
import { findReaders } from './find-readers.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';
import { habitsOf } from './habits.ts';
import type { AddToOutbox } from './outbox.ts';
import { saveReaderChanges } from './reader-changes.ts';
import { noteStaff } from './staff-log.ts';

type Deps = {
  db: PrismaClient;
  change: Change;
  clock: MachineClock;
  addresses: AddressHash;
  addToOutbox: AddToOutbox;
};

export function prismaReaders({ db, change, clock, addresses, addToOutbox }: Deps): Readers {
  const save = saveReaderChanges(addToOutbox);
  const find = findReaders({ db, addresses });
  const rowOf = (id: string, email: string | null, hashed: string) => ({
    id,
    email,
    emailHash: addresses.of(hashed),
    createdAt: clock.now(),
  });

  return {
    find,
    announceAll: announceAllReaders({ change, addToOutbox }),

    async contact(readerId) {
      const [found] = await find({ id: readerId });
      return found === undefined ? null : contactOf(db, found);
    },

    async linkHolder(readerId) {
      const row = await db.reader.findUnique({ where: { id: readerId } });
      if (row === null) return null;
      const id = row.mergedInto ?? readerId;
      const [found] = await find({ id });
      const account = id === readerId ? row : await db.reader.findUnique({ where: { id } });
      return found === undefined
        ? null
        : { readerId: id, email: found.email, validFrom: account?.linksFrom ?? null };
    },

    appear: ({ readerId, email, spokenLocale }) =>
      change(async (tx) => {
        await tx.reader.create({ data: { ...rowOf(readerId, email, email), spokenLocale } });
        await save(tx, [{ type: 'appeared', readerId }], clock.now());
      }),

    async markConfirmed(readerId) {
      await db.reader.updateMany({
        where: { id: readerId, confirmedAt: null },
        data: { confirmedAt: clock.now() },
      });
    },

    giveRole: giveRole({ change, clock, save, rowOf }),
  };
}

type Giving = Pick<Deps, 'change' | 'clock'> & {
  save: ReturnType<typeof saveReaderChanges>;
  rowOf(id: string, email: string | null, hashed: string): Prisma.ReaderCreateInput;
};

const giveRole =
  ({ change, clock, save, rowOf }: Giving): Readers['giveRole'] =>
  ({ email, role, by }, newReaderId) =>
    change(async (tx) => {
      const { count } = await tx.user.createMany({
        data: [{ id: newReaderId, email, role }],
        skipDuplicates: true,
      });
      const accountId =
        count === 0 ? (await tx.user.update({ where: { email }, data: { role } })).id : newReaderId;
      await noteStaff(tx, { at: clock.now(), accountId, by, what: 'role-given', role });
      if (count === 0) return accountId;
      await tx.reader.create({ data: rowOf(newReaderId, null, email) });
      await save(tx, [{ type: 'appeared', readerId: newReaderId }], clock.now());
      return newReaderId;
    });

const contactOf = async (db: PrismaClient, { readerId, email, verified }: FoundReader): Promise<Contact> => ({
  ...{ readerId, email, verified },
  ...(await habitsOf(db, readerId)),
});

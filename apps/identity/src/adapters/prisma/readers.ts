import type { MachineClock } from '@gatefold/kernel';
import type { FoundReader, Readers, Role } from '../../usecases/ports.ts';
import type { AddressHash } from '../address-hash.ts';
import type { PrismaClient } from './generated/client.ts';
import { saveReaderChanges, type AddToOutbox } from './reader-changes.ts';

type Deps = { db: PrismaClient; clock: MachineClock; addresses: AddressHash; addToOutbox: AddToOutbox };

/** How many readers one search answers at most; an address has few. */
const FOUND_AT_MOST = 50;

export function prismaReaders({ db, clock, addresses, addToOutbox }: Deps): Readers {
  const save = saveReaderChanges(addToOutbox);
  const rowOf = (id: string, email: string | null, hashed: string) => ({
    id,
    email,
    emailHash: addresses.of(hashed),
    createdAt: clock.now(),
  });

  const byId = async (readerId: string): Promise<FoundReader | null> => {
    const reader = await db.reader.findUnique({ where: { id: readerId } });
    if (reader === null) return null;
    const account = await db.user.findUnique({ where: { id: reader.mergedInto ?? readerId } });
    if (account !== null)
      return { readerId, email: account.email, verified: account.emailVerified, role: roleOf(account.role) };
    return reader.email === null ? null : { readerId, email: reader.email, verified: false, role: 'reader' };
  };

  return {
    async contact(readerId) {
      const found = await byId(readerId);
      return found === null ? null : { readerId, email: found.email, verified: found.verified };
    },

    appear: (readerId, email) =>
      db.$transaction(async (tx) => {
        await tx.reader.create({ data: rowOf(readerId, email, email) });
        await save(tx, [{ type: 'appeared', readerId }], clock.now());
      }),

    async markConfirmed(readerId) {
      await db.reader.updateMany({
        where: { id: readerId, confirmedAt: null },
        data: { confirmedAt: clock.now() },
      });
    },

    giveRole: (email, role, newReaderId) =>
      db.$transaction(async (tx) => {
        const { count } = await tx.user.createMany({
          data: [{ id: newReaderId, email, role }],
          skipDuplicates: true,
        });
        if (count === 0) return (await tx.user.update({ where: { email }, data: { role } })).id;
        await tx.reader.create({ data: rowOf(newReaderId, null, email) });
        await save(tx, [{ type: 'appeared', readerId: newReaderId }], clock.now());
        return newReaderId;
      }),

    async find({ email, id }) {
      if (id !== undefined) {
        const found = await byId(id);
        return found === null ? [] : [found];
      }
      return email === undefined ? [] : byAddress(email);
    },
  };

  async function byAddress(email: string): Promise<FoundReader[]> {
    const accounts = await db.user.findMany({ where: { email } });
    const typed = await db.reader.findMany({
      where: { emailHash: { in: addresses.all(email) }, email: { not: null } },
      orderBy: { createdAt: 'desc' },
      take: FOUND_AT_MOST,
    });
    return [
      ...accounts.map(({ id, role, emailVerified }) => ({
        readerId: id,
        email,
        role: roleOf(role),
        verified: emailVerified,
      })),
      ...typed.map(({ id }) => ({ readerId: id, email, role: 'reader' as const, verified: false })),
    ];
  }
}

/** The column is text, since better-auth owns the table; anything unknown may read and nothing else. */
export function roleOf(stored: string | undefined): Role {
  return stored === 'admin' || stored === 'editor' || stored === 'finance' ? stored : 'reader';
}

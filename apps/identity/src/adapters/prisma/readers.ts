import type { MachineClock } from '@gatefold/kernel';
import type { FoundReader, Readers, Role } from '../../usecases/ports.ts';
import type { AddressHash } from '../address-hash.ts';
import { announceAgain, type PresentState } from '../../domain/announce.ts';
import type { Change, Tx } from './database.ts';
import type { PrismaClient } from './generated/client.ts';
import type { AddToOutbox } from './outbox.ts';
import { saveReaderChanges } from './reader-changes.ts';

type Deps = {
  db: PrismaClient;
  change: Change;
  clock: MachineClock;
  addresses: AddressHash;
  addToOutbox: AddToOutbox;
};

/** How many readers one search answers at most; an address has few. */
const FOUND_AT_MOST = 50;

const ANNOUNCED_AT_ONCE = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export function prismaReaders({ db, change, clock, addresses, addToOutbox }: Deps): Readers {
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
      change(async (tx) => {
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
      change(async (tx) => {
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

    async announceAll() {
      let announced = 0;
      let last: string | undefined = FIRST_ID;
      while (last !== undefined) {
        const after: string = last;
        const some = await change((tx) => announceSome(tx, after));
        announced += some.length;
        last = some.at(-1)?.readerId;
      }
      return announced;
    },
  };

  async function announceSome(tx: Tx, after: string): Promise<PresentState[]> {
    const rows = await tx.$queryRaw<(PresentState & { sequence: number })[]>`
      UPDATE reader SET sequence = sequence + 1
      WHERE id IN (SELECT id FROM reader WHERE id > ${after}::uuid ORDER BY id LIMIT ${ANNOUNCED_AT_ONCE} FOR UPDATE)
      RETURNING id AS "readerId", sequence, verified_at IS NOT NULL AS verified, merged_into AS "mergedInto"`;
    const inOrder = rows.toSorted((a, b) => (a.readerId < b.readerId ? -1 : 1));
    await addToOutbox(
      tx,
      inOrder.map((row) => ({ ...announceAgain(row), readerId: row.readerId, sequence: row.sequence })),
    );
    return inOrder;
  }

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

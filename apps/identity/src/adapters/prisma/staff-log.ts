import type { StaffAct, StaffDesk } from '../../usecases/ports.ts';
import type { Tx } from './database.ts';
import { roleOf } from './find-readers.ts';
import type { PrismaClient } from './generated/client.ts';

type Note = Omit<StaffAct, 'role'> & { readonly role?: string };

/** Written down in the transaction that does it. */
export const noteStaff = (tx: Tx, note: Note): Promise<unknown> => tx.staffLog.create({ data: note });

const MOST_SHOWN = 200;

export const prismaStaffDesk = ({ db }: { db: PrismaClient }): StaffDesk => ({
  async all() {
    const accounts = await db.user.findMany({
      where: { role: { not: 'reader' } },
      orderBy: { email: 'asc' },
      select: {
        ...{ id: true, email: true, role: true, twoFactorEnabled: true },
        ...{ _count: { select: { passkeys: true, logins: true } } },
      },
    });
    return accounts.map(({ id, email, role, twoFactorEnabled, _count }) => ({
      ...{ readerId: id, email, role: roleOf(role) },
      ...{ hasApp: twoFactorEnabled, passkeys: _count.passkeys, hasProvider: _count.logins > 0 },
    }));
  },

  async log() {
    const acts = await db.staffLog.findMany({ orderBy: { id: 'desc' }, take: MOST_SHOWN });
    return acts.map(({ at, accountId, by, what, role }) => ({ at, accountId, by, what, role }));
  },
});

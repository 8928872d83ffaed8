import type { FoundReader, Readers, Role } from '../../usecases/ports.ts';
import type { AddressHash } from '../address-hash.ts';
import type { PrismaClient } from './generated/client.ts';

type Deps = { db: PrismaClient; addresses: AddressHash };

/** How many readers one search answers at most; an address has few. */
const FOUND_AT_MOST = 50;

export const findReaders =
  (deps: Deps): Readers['find'] =>
  async ({ email, id }) => {
    if (id !== undefined) return byId(deps, id);
    return email === undefined ? [] : byAddress(deps, email);
  };

async function byId({ db }: Deps, readerId: string): Promise<FoundReader[]> {
  const reader = await db.reader.findUnique({ where: { id: readerId } });
  if (reader === null) return [];
  const account = await db.user.findUnique({ where: { id: reader.mergedInto ?? readerId } });
  if (account !== null)
    return [{ readerId, email: account.email, verified: account.emailVerified, role: roleOf(account.role) }];
  return reader.email === null ? [] : [{ readerId, email: reader.email, verified: false, role: 'reader' }];
}

async function byAddress({ db, addresses }: Deps, email: string): Promise<FoundReader[]> {
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

/** The column is text, since better-auth owns the table; anything unknown may read and nothing else. */
export function roleOf(stored: string | undefined): Role {
  return stored === 'admin' || stored === 'editor' || stored === 'finance' ? stored : 'reader';
}

import type { SignedIn, SignInRecord } from '../../usecases/ports.ts';
import type { Db } from './database.ts';
import type { PrismaClient } from './generated/client.ts';

export const prismaSignInRecord = (db: PrismaClient): SignInRecord => ({
  of: (readerId, page) => signInsOf(db, readerId, page),
});

/** What the database has written down of each session that was opened; all of it without a limit. */
export async function signInsOf(
  db: Db,
  readerId: string,
  { after, limit }: { after: bigint | null; limit: number | null },
): Promise<SignedIn[]> {
  const merged = await db.reader.findMany({ where: { mergedInto: readerId }, select: { id: true } });
  return db.signIn.findMany({
    where: {
      readerId: { in: [readerId, ...merged.map(({ id }) => id)] },
      ...(after === null ? {} : { id: { lt: after } }),
    },
    orderBy: { id: 'desc' },
    select: { id: true, at: true, device: true },
    ...(limit === null ? {} : { take: limit }),
  });
}

import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient, type Prisma } from './generated/client.ts';

/** The database, or a transaction in it. */
export type Db = PrismaClient | Prisma.TransactionClient;

export type Tx = Prisma.TransactionClient;

/** Does `work` in one transaction, all of it or nothing. */
export type Change = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

export const openDatabase = (connectionString: string): PrismaClient =>
  new PrismaClient({ adapter: new PrismaPg({ connectionString, max: 10, connectionTimeoutMillis: 5_000 }) });

/** Calls `committed` after each transaction that came through, so that its events leave at once. */
export const changesOf =
  (db: PrismaClient, committed: () => void): Change =>
  async (work) => {
    const result = await db.$transaction(work);
    committed();
    return result;
  };

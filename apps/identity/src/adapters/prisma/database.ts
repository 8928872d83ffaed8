import type { Prisma, PrismaClient } from './generated/client.ts';

/** The database, or a transaction in it. */
export type Db = PrismaClient | Prisma.TransactionClient;

export type Tx = Prisma.TransactionClient;

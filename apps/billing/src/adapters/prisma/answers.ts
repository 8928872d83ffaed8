import type { IdempotentAnswers } from '../../usecases/ports.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';

export const prismaAnswers = (db: PrismaClient): IdempotentAnswers => ({
  async find(scope, key) {
    const row = await db.idempotentAnswer.findUnique({ where: { scope_key: { scope, key } } });
    return row === null ? null : { requestHash: row.requestHash, body: row.body };
  },

  async keep(scope, key, { requestHash, body }) {
    await db.idempotentAnswer.createMany({
      data: [{ scope, key, requestHash, body: body as Prisma.InputJsonValue }],
      skipDuplicates: true,
    });
  },
});

import type { MachineClock } from '@gatefold/kernel';
import { randomInt, timingSafeEqual } from 'node:crypto';
import { refuse } from '../../domain/refusals.ts';
import type { SignInCodes } from '../../usecases/ports.ts';
import { boundHash, hashOf, newSecret, seal, unseal } from '../one-time.ts';
import type { PrismaClient } from './generated/client.ts';

const TRIES = 5;
const DIGITS = 8;

type Deps = { db: PrismaClient; clock: MachineClock };

export const prismaSignInCodes = ({ db, clock }: Deps): SignInCodes => ({
  async issue({ token, expiresAt }) {
    const attempt = newSecret();
    const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
    await db.signInCode.create({
      data: {
        attemptHash: hashOf(attempt),
        codeHash: boundHash(code, attempt),
        sealed: seal(token, attempt),
        expiresAt,
      },
    });
    return { attempt, code };
  },

  async open({ attempt, code }) {
    // Counted before it is looked at, so that many tries at once are no more than five.
    const [row] = await db.$queryRaw<{ codeHash: string; sealed: string }[]>`
      UPDATE sign_in_code SET tries = tries + 1
      WHERE attempt_hash = ${hashOf(attempt)} AND tries < ${TRIES} AND expires_at > ${clock.now()}
      RETURNING code_hash AS "codeHash", sealed`;
    if (row === undefined) throw refuse('sign-in-link-invalid');
    if (!isSame(row.codeHash, boundHash(code, attempt))) throw refuse('sign-in-code-wrong');
    await db.signInCode.deleteMany({ where: { attemptHash: hashOf(attempt) } });
    return unseal(row.sealed, attempt);
  },
});

const isSame = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b));

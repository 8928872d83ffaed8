import type { MachineClock } from '@gatefold/kernel';
import { refuse } from '../../domain/refusals.ts';
import type { OwnAccount, OwnSession } from '../../usecases/ports.ts';
import { roleOf } from './find-readers.ts';
import type { PrismaClient } from './generated/client.ts';
import { chooseHabits } from './habits.ts';
import { signInsOf } from './sign-in-record.ts';

type Deps = { db: PrismaClient; clock: MachineClock };

export function prismaOwnAccount({ db, clock }: Deps): OwnAccount {
  const sessions = async (sessionToken: string): Promise<OwnSession[]> => {
    const found = await db.$queryRaw<OwnSession[]>`
      SELECT session.id, session.user_agent AS device, session.created_at AS "startedAt",
        session.expires_at AS "expiresAt", session.token = ${sessionToken} AS current
      FROM session JOIN session AS asking ON asking.account_id = session.account_id
      WHERE asking.token = ${sessionToken} AND asking.expires_at > ${clock.now()}
        AND session.expires_at > ${clock.now()}
      ORDER BY session.created_at DESC, session.id DESC`;
    if (found.length === 0) throw refuse('session-ended');
    return found;
  };

  const callLinksBack = (sessionToken: string) => db.$executeRaw`
    UPDATE reader SET links_from = ${clock.now()}
    FROM session WHERE session.token = ${sessionToken} AND reader.id = session.account_id`;

  return {
    sessions,

    async endOthers(sessionToken, id) {
      const open = await sessions(sessionToken);
      const ending = open.filter((one) => !one.current && (id === null || one.id === id));
      const { count } = await db.session.deleteMany({ where: { id: { in: ending.map((one) => one.id) } } });
      // Whoever wants everybody else out means those with an old mail as well.
      if (id === null) await callLinksBack(sessionToken);
      return count;
    },

    async record(sessionToken) {
      const open = await sessions(sessionToken);
      const { user } = await db.session.findUniqueOrThrow({
        where: { token: sessionToken },
        select: { user: { select: { id: true, email: true, role: true, createdAt: true } } },
      });
      const { locale, zone, spokenLocale } = await db.reader.findUniqueOrThrow({ where: { id: user.id } });
      const merged = await db.reader.findMany({ where: { mergedInto: user.id }, select: { id: true } });
      return {
        readerId: user.id,
        email: user.email,
        role: roleOf(user.role),
        since: user.createdAt,
        ...{ locale, zone, spokenLocale },
        merged: merged.map(({ id }) => id),
        sessions: open,
        signIns: await signInsOf(db, user.id, { after: null, limit: null }),
      };
    },

    choose: chooseHabits({ db, clock }),
  };
}

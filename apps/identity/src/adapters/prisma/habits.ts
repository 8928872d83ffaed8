import type { MachineClock } from '@gatefold/kernel';
import { refuse } from '../../domain/refusals.ts';
import type { Habits, OwnAccount } from '../../usecases/ports.ts';
import type { Db } from './database.ts';

/** As the account says that a reader became part of, else as its browser spoke, or the one that bought. */
export async function habitsOf(db: Db, readerId: string): Promise<Habits> {
  const [row] = await db.$queryRaw<Habits[]>`
    SELECT coalesce(account.locale, account.spoken_locale, own.spoken_locale) AS locale, account.zone
    FROM reader AS own JOIN reader AS account ON account.id = coalesce(own.merged_into, own.id)
    WHERE own.id = ${readerId}::uuid`;
  return row ?? { locale: null, zone: null };
}

export const chooseHabits =
  ({ db, clock }: { db: Db; clock: MachineClock }): OwnAccount['choose'] =>
  async (sessionToken, { locale, zone }) => {
    const changed = await db.$executeRaw`
      UPDATE reader SET locale = coalesce(${locale}, locale), zone = coalesce(${zone}, zone)
      FROM session WHERE session.token = ${sessionToken} AND session.expires_at > ${clock.now()}
        AND reader.id = session.account_id`;
    if (changed === 0) throw refuse('session-ended');
  };

/** What the browser of a sign-in speaks, where it says so. */
export const keepSpoken = (db: Db, readerId: string, spokenLocale: string | null) => db.$executeRaw`
  UPDATE reader SET spoken_locale = ${spokenLocale}
  WHERE id = ${readerId}::uuid AND ${spokenLocale}::text IS NOT NULL AND spoken_locale IS DISTINCT FROM ${spokenLocale}`;

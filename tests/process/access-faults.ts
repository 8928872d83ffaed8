import { entitlement } from '@gatefold/api';
import { HOUR, MINUTE, plus, SECOND } from '@gatefold/kernel';
import { clockOf } from '../simulator/control.ts';
import type { Expected } from './model.ts';
import type { World } from './world.ts';

/** Questions that one call may hold. */
const MOST = 1_000;

type Asked = { readonly of: Expected; readonly at: Date; readonly granted: boolean };

/** Asks entitlement at every instant that decides, and in between, and compares with the model. */
export async function accessFaults(world: World, expected: readonly Expected[]): Promise<string[]> {
  const now = await clockOf(world.simulator.url);
  const givenBack = await minutesGivenBack(world);
  const asked = expected.flatMap((one) => questionsOn(one, givenBack.get(one.subscriptionId) ?? 0, now));
  const faults: string[] = [];
  for (let from = 0; from < asked.length; from += MOST) {
    const some = asked.slice(from, from + MOST);
    const questions = some.map(({ of, at }) => ({
      reader: of.readerId,
      feature: 'articles',
      at: at.toISOString(),
    }));
    const { answers } = await world.toEntitlement.call(entitlement.checkMany, { body: { questions } });
    for (const [index, { of, at, granted }] of some.entries())
      if (answers[index]?.granted !== granted)
        faults.push(
          `${of.readerId} (${of.stripeSubscriptionId}) at ${at.toISOString()}: ${sayOf(granted)} expected, ${answers[index]?.reason} said`,
        );
  }
  return faults;
}

const sayOf = (granted: boolean): string => (granted ? 'access' : 'no access');

/** By subscription: time in which one who had paid was kept out by the fault, and which they have back behind their end. */
async function minutesGivenBack({ sql }: World): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql.entitlement.query<{ id: string; minutes: number }>(
    'SELECT subscription_id AS id, sum(minutes)::int AS minutes FROM goodwill GROUP BY 1',
  );
  return new Map(rows.map(({ id, minutes }) => [id, minutes]));
}

/** Half-open: at `from` there is access, at `until` there is none. */
function questionsOn(of: Expected, givenBack: number, now: Date): Asked[] {
  const { from, isCutShort } = of;
  const until = plus(of.until, givenBack * MINUTE);
  const length = until.getTime() - from.getTime();
  const between = [0.1, 0.35, 0.6, 0.85].map((share) => plus(from, Math.round(length * share)));
  return [
    { of, at: now, granted: from <= now && now < until },
    { of, at: plus(from, -SECOND), granted: false },
    ...(isCutShort ? [] : [until, plus(until, HOUR)]).map((at) => ({ of, at, granted: false })),
    ...[from, ...between, plus(until, -SECOND)].map((at) => ({ of, at, granted: true })),
  ];
}

import { billing, entitlement } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { journeyOf, type Journey, type Timing } from '../features/latency/journeys.ts';
import { asPage, entitlementAway } from '../features/problem/problem.ts';
import type { Visit } from './visit.ts';

export type Journeys = {
  readonly journeys: readonly Journey[];
  /** Since when they were counted. */
  readonly since: string;
  /** False where billing did not say where the time went. */
  readonly hasStages: boolean;
};

/** The last events that changed access, with where their time went. */
export async function journeysOf(visit: Visit, here: OwnPath): Promise<Journeys> {
  const { data: effects, since } = await visit.asPerson.entitlement
    .call(entitlement.latency)
    .catch((error: unknown) => {
      throw asPage(error, here, entitlementAway);
    });
  const timings = await timingsOf(
    visit,
    effects.map(({ eventId }) => eventId),
  );
  const byId = new Map(timings?.map((timing) => [timing.id, timing]));
  const journeys = effects.map((effect) => journeyOf(effect, byId.get(effect.eventId)));
  return { journeys, since, hasStages: timings !== null };
}

async function timingsOf(
  { asPerson, report }: Visit,
  ids: readonly string[],
): Promise<readonly Timing[] | null> {
  if (ids.length === 0) return [];
  try {
    const { data } = await asPerson.billing.call(billing.eventTimings, { body: { ids: [...ids] } });
    return data;
  } catch (error) {
    report(error, 'the way of events through billing could not be asked for');
    return null;
  }
}

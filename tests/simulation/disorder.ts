import { createProjection, setOf, takeSet } from '@gatefold/access';
import { goodwillIdOf } from '../../apps/entitlement/src/domain/goodwill.ts';
import {
  announcementOf,
  currentGrants,
  type HeldGrant,
  type ReaderSet,
} from '../../apps/entitlement/src/domain/reader-set.ts';
import { createDice, type Dice } from '../process/dice.ts';
import { bundles, openAccess } from './access.ts';
import type { OutboxRow } from './billing-state.ts';

type Recorded = { readonly rows: readonly OutboxRow[]; readonly now: Date; readonly seed: number };
type Access = ReturnType<typeof openAccess>;

/**
 * What comes out otherwise when a log tells what billing told, in any order and parts of it again: nothing, where each
 * has its place by its revision.
 */
export async function disorderFaults({ rows, now, seed }: Recorded): Promise<string[]> {
  const dice = createDice(seed);
  const facts = rows.filter(({ topic }) => topic === 'billing.subscription.v1');
  const [ordered, disordered] = [await hearAll(facts, now), await hearAll(shuffled(facts, dice), now)];
  return [
    ...differences(ordered.access, disordered.access),
    ...disordered.faults,
    ...followingFaults(disordered.access, { now, dice }),
  ];
}

/** In any order; every fourth comes up to three times. */
function shuffled<T>(all: readonly T[], dice: Dice): T[] {
  const often = all.flatMap((one) => Array<T>(dice.happens(0.25) ? dice.between(2, 3) : 1).fill(one));
  for (let last = often.length - 1; last > 0; last -= 1) {
    const other = dice.between(0, last);
    [often[last], often[other]] = [often[other]!, often[last]!];
  }
  return often;
}

/** Takes everything in, and says of whom an older fact counted after a newer one. */
async function hearAll(rows: readonly OutboxRow[], now: Date): Promise<{ access: Access; faults: string[] }> {
  const access = openAccess({ kind: 'business', now: () => now });
  const sequences = new Map(rows.map(({ id, sequence }) => [id, sequence]));
  const newest = new Map<string, number>();
  const faults: string[] = [];
  for (const row of rows) {
    const before = access.told.length;
    await access.hear(row, now);
    for (const { readerId, grants } of access.told.slice(before))
      for (const { id, eventId } of grants) {
        const sequence = sequences.get(eventId);
        if (sequence === undefined) continue;
        const last = newest.get(`${readerId} ${id}`) ?? 0;
        if (sequence < last) faults.push(`${readerId} went back from ${last} to ${sequence} of ${id}`);
        newest.set(`${readerId} ${id}`, sequence);
      }
  }
  return { access, faults };
}

function differences(ordered: Access, disordered: Access): string[] {
  const readers = new Set([...ordered.sets.keys(), ...disordered.sets.keys()]);
  return [...readers].flatMap((readerId) => {
    const [should, is] = [ordered, disordered].map(({ sets }) => stateOf(sets.get(readerId)));
    return should === is ? [] : [`in another order ${readerId} has ${is} and should have ${should}`];
  });
}

/** Without its version, which counts what was heard; and without what was given back, which goes by when it was heard. */
function stateOf(set: ReaderSet | undefined): string {
  const grants = set?.grants ?? [];
  const givenBack = new Set(grants.map(({ id }) => goodwillIdOf(id)));
  const told = grants.filter(({ id }) => !givenBack.has(id)).map(withoutOrigin);
  return JSON.stringify(told.toSorted());
}

const withoutOrigin = ({ version: _version, eventId: _eventId, ...grant }: HeldGrant): string =>
  JSON.stringify(grant);

/** Whoever follows what is told hears it in any order too: no answer of theirs goes back, and the last one is the newest. */
function followingFaults({ told, sets }: Access, { now, dice }: { now: Date; dice: Dice }): string[] {
  const projection = createProjection({ ids: true });
  const faults: string[] = [];
  const versionOf = (readerId: string): number => setOf(projection.table, readerId)?.version ?? 0;
  for (const set of shuffled(told, dice)) {
    const before = versionOf(set.readerId);
    const value = Buffer.from(JSON.stringify(announcementOf(set, bundles, now)));
    takeSet(projection, { epoch: 1, sequence: set.version, value });
    const after = versionOf(set.readerId);
    if (after !== Math.max(before, set.version))
      faults.push(`${set.readerId} was answered by ${after} after ${before} and ${set.version}`);
  }
  for (const set of sets.values()) {
    const known = setOf(projection.table, set.readerId);
    const has = endsOf((known?.grants ?? []).filter(({ until }) => now < until));
    const should = endsOf(currentGrants(set, bundles, now));
    if (has !== should) faults.push(`a follower knows ${has} of ${set.readerId} and not ${should}`);
  }
  return faults;
}

const endsOf = (grants: readonly Pick<HeldGrant, 'id' | 'until'>[]): string =>
  JSON.stringify(grants.map(({ id, until }) => [id, until]).toSorted());

import type { BusinessClock } from '@gatefold/kernel';
import { revokeComp as decideRevocation, type Comp } from '../domain/comp.ts';
import { refuse } from '../domain/refusals.ts';
import type { Comps } from './ports.ts';

type Deps = { comps: Pick<Comps, 'change'>; clock: BusinessClock };
type Revocation = { readonly id: string; readonly by: string; readonly reason: string };

/** Takes a comp back at once. Refuses with `comp-not-found`. */
export const revokeComp =
  ({ comps, clock }: Deps) =>
  async ({ id, by, reason }: Revocation): Promise<Comp> => {
    const changed = await comps.change(id, (comp) => decideRevocation(comp, { at: clock.now(), by, reason }));
    if (changed === null) throw refuse('comp-not-found');
    return changed;
  };

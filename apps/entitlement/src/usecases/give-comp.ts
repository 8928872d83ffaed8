import type { BusinessClock, NewId } from '@gatefold/kernel';
import { giveComp as decideComp, type Comp } from '../domain/comp.ts';
import type { Comps } from './ports.ts';

type Deps = { comps: Comps; clock: BusinessClock; newId: NewId };
type Wish = Pick<Comp, 'readerId' | 'publication' | 'features' | 'until' | 'reason' | 'givenBy'>;

/** Gives a comp once for each request. Refuses as the domain's `giveComp` does. */
export const giveComp =
  ({ comps, clock, newId }: Deps) =>
  async (wish: Wish, requestKey: string): Promise<Comp> => {
    const comp = decideComp({ ...wish, id: newId() }, await comps.bundles(), clock.now());
    return comps.give(comp, requestKey);
  };

import type { Kind, Of } from '../domain/objects.ts';
import { refuse } from '../domain/refusals.ts';
import type { Unit } from './ports.ts';

/** The object with this id, or Stripe's answer that there is none. `param` names the parameter that carried the id. */
export function required<K extends Kind>(
  unit: Unit,
  kind: K,
  [id, param = 'id']: readonly [id: string, param?: string],
): Of<K> {
  const found = unit.find(kind, id);
  if (found !== null) return found;
  throw refuse('resource_missing', `No such ${kind.replace(/[._]/g, ' ')}: '${id}'`, { param });
}

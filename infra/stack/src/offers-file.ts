import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../process/bootstrap.mjs';
import type { State } from './state.ts';

/** What the paper sells, from the root of the repository. */
export const OFFERS = 'apps/billing/offers.json';

type Kept = Pick<State, 'has' | 'read' | 'write'>;

/**
 * Whether the paper's file is another than the one that this state has put on sale: a state that is older than the
 * file has it applied once, and what somebody applies in between stays until the file changes again.
 */
export function offersFile(
  state: Kept,
  text = readFileSync(path.join(root, OFFERS), 'utf8'),
): { isNew: boolean; remember(): void } {
  const sha256 = createHash('sha256').update(text).digest('hex');
  const known = state.has('offers.json') ? state.read<{ sha256?: string }>('offers.json').sha256 : undefined;
  return { isNew: known !== sha256, remember: () => state.write('offers.json', { sha256 }) };
}

import { buying } from './buying.ts';
import { disputing } from './disputing.ts';
import { edgeCases } from './edge-cases.ts';
import { leaving } from './leaving.ts';
import { renewing } from './renewing.ts';
import type { Scenario } from './stage.ts';

/** What a news publisher meets, by name. What each should bring about was written by hand, before it was first played. */
export const scenarios: readonly Scenario[] = [
  ...buying,
  ...renewing,
  ...leaving,
  ...disputing,
  ...edgeCases,
];

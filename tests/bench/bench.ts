import type { Stack } from '../stories/stack.ts';
import type { Outcome } from './figure.ts';

export type Setting = {
  /** Fewer samples: for regressions, never for a claim. */
  readonly quick: boolean;
  /** Progress, for people. */
  readonly say: (line: string) => void;
  /** Where the running stack has written down its addresses; its secrets lie beside it. */
  readonly stackFile: string;
};

/** One thing that is measured, by the name under which it is asked for. */
export type Bench = {
  readonly name: string;
  readonly says: string;
} & (
  | { readonly needs: 'a running stack'; run(setting: Setting, stack: Stack): Promise<Outcome> }
  /** Starts and ends what it measures. */
  | { readonly needs: 'nothing'; run(setting: Setting): Promise<Outcome & { readonly events?: string }> }
);

import type { ReactNode } from 'react';
import type { Tone } from '../words/event-types.ts';

/** Words with a shape before them: the state is never said by colour alone. */
export function Marked({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={`marked ${tone}`}>
      <i aria-hidden="true" />
      {children}
    </span>
  );
}

/** A state as its words, marked. */
export const State = ({ words, tone }: { readonly words: string; readonly tone: Tone }) => (
  <Marked tone={tone}>{words}</Marked>
);

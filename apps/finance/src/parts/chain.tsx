import { Instant } from './instant.tsx';

export type ChainStep = {
  readonly step: string;
  readonly id: string | null;
  readonly at: string | null;
  readonly says: string;
};

/** From the reader down to the object at Stripe, a step a line. */
export function Chain({ steps }: { readonly steps: readonly ChainStep[] }) {
  return (
    <ol className="chain">
      {steps.map(({ step, id, at, says }, index) => (
        <li key={index}>
          <b>{step}</b> {says} {at !== null && <Instant at={at} named />} {id !== null && <code>{id}</code>}
        </li>
      ))}
    </ol>
  );
}

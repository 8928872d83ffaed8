import type { ReactNode } from 'react';

export type PriceStep = {
  readonly key: string;
  /** “$9 every four weeks”. */
  readonly amount: string;
  /** From when, until when, how often. */
  readonly says: ReactNode;
};

/** What will be paid, in order, before anyone has pressed anything. */
export function PriceSteps({ steps }: { readonly steps: readonly PriceStep[] }) {
  return (
    <ol className="price-steps num">
      {steps.map(({ key, amount, says }) => (
        <li key={key}>
          <span className="amount">{amount}</span>
          <span className="says meta">{says}</span>
        </li>
      ))}
    </ol>
  );
}

export type TrackStep = PriceStep & {
  readonly paid: number;
  /** Null for ever. */
  readonly charges: number | null;
  readonly isCurrent: boolean;
};

/** The same path while it is walked: one mark for each charge, those that are paid filled in. */
export function PriceTrack({
  label,
  steps,
}: {
  readonly label: string;
  readonly steps: readonly TrackStep[];
}) {
  return (
    <ol className="price-track num" aria-label={label}>
      {steps.map((step) => (
        <li key={step.key} aria-current={step.isCurrent ? 'step' : undefined}>
          <span className="marks" aria-hidden="true">
            {marks(step).map((state, index) => (
              <i key={index} className={state} />
            ))}
          </span>
          <span className="amount">{step.amount}</span>
          <span className="says">{step.says}</span>
        </li>
      ))}
    </ol>
  );
}

/** An endless step is one long mark. */
function marks({ paid, charges, isCurrent }: TrackStep): string[] {
  if (charges === null) return [isCurrent ? 'now' : ''];
  return Array.from({ length: charges }, (_, index) => {
    if (index >= paid) return '';
    return isCurrent && index === paid - 1 ? 'now' : 'paid';
  });
}

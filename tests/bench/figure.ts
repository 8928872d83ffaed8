/** One line of a bench's result, by a goal's code. */
export type Figure = {
  readonly goal: string;
  /** Null where a figure is only said, as a companion of another. */
  readonly bar: number | null;
  readonly value: number;
  readonly unit: string;
  /** `min`: at least the bar is wanted; `max`: at most. */
  readonly direction: 'min' | 'max';
  readonly samples: number;
  /** Of what `value` is the middle of. */
  readonly iqr: number;
};

export type Outcome =
  | { readonly verdict: 'measured'; readonly figures: readonly Figure[]; readonly notes: readonly string[] }
  /** A wrong answer, a lost event or a failed request: whatever was timed means nothing. */
  | { readonly verdict: 'void'; readonly why: string }
  /** The machine was too noisy to tell. */
  | { readonly verdict: 'inconclusive'; readonly why: string; readonly figures: readonly Figure[] };

export const EXIT = { measured: 0, void: 1, unusable: 2, inconclusive: 3 } as const;

export const isMet = ({ bar, value, direction }: Figure): boolean =>
  bar === null || (direction === 'max' ? value <= bar : value >= bar);

export const toJsonLine = (figure: Figure, about: { bench: string; events: string }): string =>
  JSON.stringify({
    bench: about.bench,
    goal: figure.goal,
    bar: figure.bar,
    value: round(figure.value),
    unit: figure.unit,
    direction: figure.direction,
    samples: figure.samples,
    iqr: round(figure.iqr),
    truth: 'ok',
    events: about.events,
  });

export function toText(figure: Figure): string {
  const { goal, bar, value, unit, direction, samples, iqr } = figure;
  const sign = direction === 'max' ? '≤' : '≥';
  const judged = bar === null ? '' : `  ${sign} ${bar} ${isMet(figure) ? 'met' : 'NOT MET'}`;
  return `  ${goal.padEnd(14)} ${round(value)} ${unit} (iqr ${round(iqr)}, ${samples} samples)${judged}`;
}

const round = (value: number): number => Number(value.toPrecision(4));

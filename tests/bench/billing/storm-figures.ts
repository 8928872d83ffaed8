import type { Figure } from '../figure.ts';
import { quantile } from '../statistics.ts';

export type Free = {
  readonly renewals: number;
  readonly events: number;
  readonly seconds: number;
  readonly accepted: number;
  readonly reads: number;
  readonly memory: number;
};

export type Limited = {
  readonly renewals: number;
  readonly seconds: number;
  readonly reads: number;
  readonly waits: readonly number[];
  readonly asked: number;
  readonly memory: number;
};

const one = { iqr: 0, samples: 1 } as const;

export const figuresOf = ({ renewals, events, seconds, accepted, reads, memory }: Free): Figure[] => [
  { goal: 'G8', bar: 250, value: renewals / seconds, unit: '/s', direction: 'min', ...one },
  { goal: 'G8.events', bar: null, value: events / seconds, unit: '/s', direction: 'min', ...one },
  { goal: 'G8.accepted', bar: null, value: accepted, unit: '/s', direction: 'min', ...one },
  { goal: 'G8.seconds', bar: null, value: seconds, unit: 's', direction: 'max', ...one },
  { goal: 'G8.reads', bar: 3, value: reads / renewals, unit: 'a renewal', direction: 'max', ...one },
  { goal: 'G8.memory', bar: 300, value: memory, unit: 'MiB', direction: 'max', ...one },
];

export const limitedFigures = ({ renewals, seconds, reads, waits, asked, memory }: Limited): Figure[] => [
  {
    goal: 'G8.return',
    bar: 5,
    value: Math.max(...waits) / 1_000,
    unit: 's',
    direction: 'max',
    iqr: quantile(waits, 0.75) / 1_000 - quantile(waits, 0.25) / 1_000,
    samples: waits.length,
  },
  { goal: 'G8.kept-out', bar: 0, value: 0, unit: 'payers', direction: 'max', iqr: 0, samples: asked },
  { goal: 'G8.drain', bar: null, value: seconds, unit: 's', direction: 'max', ...one, samples: renewals },
  {
    goal: 'G8.drain-reads',
    bar: 3,
    // Whoever bought meanwhile has paid as well.
    value: reads / (renewals + waits.length),
    unit: 'a payment',
    direction: 'max',
    ...one,
  },
  { goal: 'G8.drain-memory', bar: 300, value: memory, unit: 'MiB', direction: 'max', ...one },
];

import { iqr, median, quantile, restlessness } from './statistics.ts';

/** Times one thing; resolves with milliseconds. Rejects when it went wrong, which voids the whole run. */
export type Sample = () => Promise<number>;

export type Plan = {
  readonly rounds: number;
  readonly samplesARound: number;
  /** Between 0 and 1; which of the two comes first in a round. */
  readonly chance: () => number;
  readonly onRound?: (round: number) => void;
};

type Round = { readonly baseline: readonly number[]; readonly product: readonly number[] };

export type Comparison = {
  /** The middle of the rounds' ratios of middles, and their spread. */
  readonly ratio: { readonly value: number; readonly iqr: number };
  readonly p99Ratio: number;
  readonly baseline: { readonly median: number; readonly p99: number; readonly iqr: number };
  readonly product: { readonly median: number; readonly p99: number; readonly iqr: number };
  /** Spread of the baseline's middles from round to round, as a share. */
  readonly noise: number;
  readonly samples: number;
};

/** The baseline may not wander by more than this from round to round. */
export const MOST_NOISE = 0.25;

/**
 * Measures a baseline and a product in turns, so that what disturbs the machine disturbs both.
 *
 * Within a round the samples alternate, one of the two first by chance. The first round warms up and is dropped.
 */
export async function interleave(baseline: Sample, product: Sample, plan: Plan): Promise<Comparison> {
  const rounds: Round[] = [];
  for (let round = 0; round <= plan.rounds; round += 1) {
    plan.onRound?.(round);
    const measured = await playRound(baseline, product, plan);
    if (round > 0) rounds.push(measured);
  }
  return compare(rounds);
}

async function playRound(baseline: Sample, product: Sample, plan: Plan): Promise<Round> {
  const times = { baseline: [] as number[], product: [] as number[] };
  const isBaselineFirst = plan.chance() < 0.5;
  for (let count = 0; count < plan.samplesARound; count += 1) {
    if (isBaselineFirst) times.baseline.push(await baseline());
    times.product.push(await product());
    if (!isBaselineFirst) times.baseline.push(await baseline());
  }
  return times;
}

export function compare(rounds: readonly Round[]): Comparison {
  const ratios = rounds.map(({ baseline, product }) => median(product) / median(baseline));
  const baseline = rounds.flatMap((round) => round.baseline);
  const product = rounds.flatMap((round) => round.product);
  return {
    ratio: { value: median(ratios), iqr: iqr(ratios) },
    p99Ratio: quantile(product, 0.99) / quantile(baseline, 0.99),
    baseline: summary(baseline),
    product: summary(product),
    noise: restlessness(rounds.map((round) => median(round.baseline))),
    samples: product.length,
  };
}

const summary = (values: readonly number[]) => ({
  median: median(values),
  p99: quantile(values, 0.99),
  iqr: iqr(values),
});

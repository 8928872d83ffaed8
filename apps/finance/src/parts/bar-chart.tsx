export type Bar = {
  /** What it stands for, such as a month. */
  readonly label: string;
  readonly value: bigint;
  /** The value as people read it. */
  readonly says: string;
};

type Props = { readonly title: string; readonly bars: readonly Bar[] };

const HEIGHT = 100;
const STEP = 10;

/**
 * Values over time as bars on one scale from zero; the table beside it holds the same figures.
 *
 * A drawing without text: what it says is its name, for those who do not see it.
 */
export function BarChart({ title, bars }: Props) {
  const most = bars.reduce((highest, { value }) => (value > highest ? value : highest), 1n);
  const first = bars[0];
  const last = bars.at(-1);
  const highest = bars.find(({ value }) => value === most);
  if (first === undefined || last === undefined) return null;
  return (
    <figure className="chart">
      <figcaption>
        {title}
        {highest !== undefined && <span className="meta"> · most: {highest.says}</span>}
      </figcaption>
      <svg
        viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: ${bars.map(({ label, says }) => `${label} ${says}`).join('; ')}`}
      >
        {bars.map(({ label, value }, index) => {
          const height = value <= 0n ? 0 : Math.max(Number((value * 1_000n) / most) / 10, 0.5);
          return (
            <rect key={label} x={index * STEP + 1} y={HEIGHT - height} width={STEP - 2} height={height} />
          );
        })}
      </svg>
      <p className="meta ends" aria-hidden="true">
        <span>{first.label}</span>
        {bars.length > 1 && <span>{last.label}</span>}
      </p>
    </figure>
  );
}

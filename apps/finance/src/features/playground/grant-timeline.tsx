import { Instant } from '../../parts/instant.tsx';
import { Marked } from '../../parts/mark.tsx';
import { placeOf, spanOf, WIDTH, type Span } from './time-scale.ts';

export type Bar = {
  readonly id: string;
  readonly source: string;
  readonly publication: string;
  readonly holds: string;
  readonly from: string;
  readonly until: string;
  readonly untilIfStale: string;
  readonly isUnpaid: boolean;
  readonly events: readonly { readonly id: string; readonly type: string; readonly at: string }[];
};

type Props = { readonly bars: readonly Bar[]; readonly at: string; readonly now: string };

const HEIGHT = 30;

/**
 * All grants of a reader under one another on one scale of time.
 *
 * The pictures are without text: what each shows stands over it in words, for everybody.
 */
export function GrantTimeline({ bars, at, now }: Props) {
  if (bars.length === 0) return <p className="meta">This reader never had anything.</p>;
  const span = spanOf([now, at, ...bars.flatMap(({ from, untilIfStale }) => [from, untilIfStale])]);
  return (
    <figure className="timeline">
      <ol className="bare lanes">
        {bars.map((bar) => (
          <Lane key={bar.id} bar={bar} span={span} at={at} now={now} />
        ))}
      </ol>
      <p className="meta ends" aria-hidden="true">
        <Instant at={new Date(span.begin).toISOString()} />
        <Instant at={new Date(span.end).toISOString()} />
      </p>
      <figcaption className="meta">
        A bar is a grant; its faint end is how far one who hears nothing may trust it; a tick is an event. The
        whole line is now{at === now ? '' : ', the dotted one the instant that you asked about'}.
      </figcaption>
    </figure>
  );
}

type LaneProps = Omit<Props, 'bars'> & { readonly bar: Bar; readonly span: Span };

function Lane({ bar, span, at, now }: LaneProps) {
  const { source, holds, publication, from, until, isUnpaid, events } = bar;
  const state = stateOf(bar, at);
  return (
    <li>
      <p>
        <Marked tone={state === 'open' ? (isUnpaid ? 'warn' : 'ok') : 'plain'}>
          {source}: {holds} of {publication}
        </Marked>
        , from <Instant at={from} /> until <Instant at={until} />: {state}
        {isUnpaid && ', a payment is missing'}
      </p>
      <Strip bar={bar} span={span} at={at} now={now} state={state} />
      {events.length > 0 && (
        <details>
          <summary className="meta">{events.length === 1 ? '1 event' : `${events.length} events`}</summary>
          <ol className="chain">
            {events.map(({ id, type, at: happened }) => (
              <li key={id}>
                <Instant at={happened} /> {type} <code>{id}</code>
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}

const stateOf = ({ from, until }: Bar, at: string): 'open' | 'over' | 'not begun' => {
  const asked = Date.parse(at);
  if (asked < Date.parse(from)) return 'not begun';
  return asked < Date.parse(until) ? 'open' : 'over';
};

function Strip({ bar, span, at, now, state }: LaneProps & { readonly state: ReturnType<typeof stateOf> }) {
  const { from, until, untilIfStale, isUnpaid, events } = bar;
  const [begin, end, tail] = [from, until, untilIfStale].map((instant) => placeOf(instant, span)) as [
    number,
    number,
    number,
  ];
  const tone = state === 'open' ? (isUnpaid ? 'unpaid' : 'open') : 'over';
  return (
    <svg className="lane" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {tail > end && <rect className="stale" x={end} y={9} width={tail - end} height={12} />}
      <rect className={tone} x={begin} y={6} width={Math.max(end - begin, 2)} height={18} />
      {events.map(({ id, at: happened }) => (
        <Line key={id} className="tick" x={placeOf(happened, span)} from={2} to={HEIGHT - 2} />
      ))}
      <Line className="now" x={placeOf(now, span)} from={0} to={HEIGHT} />
      {at !== now && <Line className="asked" x={placeOf(at, span)} from={0} to={HEIGHT} />}
    </svg>
  );
}

type LineProps = {
  readonly className: string;
  readonly x: number;
  readonly from: number;
  readonly to: number;
};

const Line = ({ className, x, from, to }: LineProps) => (
  <line className={className} x1={x} x2={x} y1={from} y2={to} vectorEffect="non-scaling-stroke" />
);

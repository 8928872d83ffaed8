import { formatTime, zoneCity } from './format-time.ts';

type Props = {
  /** An instant in UTC, as services write it. */
  readonly at: string;
  /** IANA. */
  readonly zone: string;
  readonly locale?: string;
  readonly precision?: 'day' | 'minute';
  /** Names the zone behind the time. */
  readonly named?: boolean;
};

/** An instant in the words of a zone. The instant in UTC is its tooltip. */
export function Time({ at, zone, locale = 'en-US', precision = 'minute', named = false }: Props) {
  return (
    <time dateTime={at} title={`${at.slice(0, 16).replace('T', ' ')} UTC`}>
      {formatTime(new Date(at), { zone, locale, precision })}
      {named && ` (${zoneName(zone)})`}
    </time>
  );
}

/** As people say it: “New York time” for America/New_York. */
export const zoneName = (zone: string): string => (zone === 'UTC' ? 'UTC' : `${zoneCity(zone)} time`);

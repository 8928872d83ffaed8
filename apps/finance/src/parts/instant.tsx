import { publication } from '../publication.ts';
import { zoneName } from '@gatefold/ui/time';

const toTheSecond = new Intl.DateTimeFormat(publication.locale, {
  timeZone: publication.zone,
  dateStyle: 'medium',
  timeStyle: 'medium',
  hourCycle: 'h23',
});

export const zone = zoneName(publication.zone);

/** An instant to the second in the paper's zone; in UTC as its tooltip. `named` where no head says the zone. */
export function Instant({ at, named = false }: { readonly at: string; readonly named?: boolean }) {
  return (
    <time className="num" dateTime={at} title={`${at.slice(0, 19).replace('T', ' ')} UTC`}>
      {toTheSecond.format(new Date(at))}
      {named && ` (${zone})`}
    </time>
  );
}

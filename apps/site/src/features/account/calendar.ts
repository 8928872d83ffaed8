import type { Voice } from '../../words/voice.ts';
import type { Subscription } from './held.ts';

type Context = {
  readonly voice: Voice;
  readonly now: Date;
  /** Absolute, of the site. */
  readonly siteUrl: string;
};

type Entry = { readonly key: string; readonly at: string; readonly title: string };

/**
 * The next payment, and the next change of the price if one is to come, as a calendar file (RFC 5545).
 *
 * Both are days in the paper's zone, and remind three days before. Null when nothing more is charged.
 */
export function renewalCalendar(subscription: Subscription, context: Context): string | null {
  const { nextCharge, intent, phase } = subscription;
  if (nextCharge === null || intent === 'cancelling' || phase === 'ended') return null;
  const { say, money, paper } = context.voice;
  const { name } = paper;
  const entries: Entry[] = [
    {
      key: 'payment',
      at: nextCharge.at,
      title: say('calendar.charged', { name, amount: money(nextCharge.amount) }),
    },
    ...changeOf(subscription, context.voice),
  ];
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Gatefold//Site//${context.voice.language.toUpperCase()}`,
    'METHOD:PUBLISH',
    ...entries.flatMap((entry) => eventOf(entry, subscription, context)),
    'END:VCALENDAR',
    '',
  ]
    .map(folded)
    .join('\r\n');
}

/** The step of the price path that follows the one that the next payment belongs to. */
function changeOf({ path, nextCharge }: Subscription, { say, money, paper: { name } }: Voice): Entry[] {
  const next = path.find(
    ({ period }) => nextCharge !== null && Date.parse(period.from) > Date.parse(nextCharge.at),
  );
  if (next === undefined) return [];
  const title = say('calendar.from-now', { name, amount: money(next.amount) });
  return [{ key: 'price', at: next.period.from, title }];
}

function eventOf({ key, at, title }: Entry, { id, orderNumber }: Subscription, context: Context): string[] {
  const { now, siteUrl, voice } = context;
  const says = voice.say('calendar.says', { number: orderNumber, url: `${siteUrl}/account` });
  return [
    'BEGIN:VEVENT',
    `UID:${id}-${key}@${new URL(siteUrl).hostname}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART;VALUE=DATE:${dayOf(at, voice.zone)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(says)}`,
    `URL:${siteUrl}/account`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(title)}`,
    'TRIGGER:-P3D',
    'END:VALARM',
    'END:VEVENT',
  ];
}

const stamp = (at: Date): string => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** “20261222”. */
const dayOf = (iso: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .format(new Date(iso))
    .replaceAll('-', '');

const escaped = (text: string): string =>
  text.replaceAll(/[\\;,]/g, (mark) => `\\${mark}`).replaceAll('\n', '\\n');

const LONGEST_LINE = 75;

/** Lines of at most 75 octets; a continuation begins with a blank. No character is cut in two. */
function folded(line: string): string {
  const lines: string[] = [''];
  for (const character of line) {
    const last = lines.at(-1) ?? '';
    if (octets(last + character) > LONGEST_LINE) lines.push(` ${character}`);
    else lines[lines.length - 1] = last + character;
  }
  return lines.join('\r\n');
}

const octets = (text: string): number => new TextEncoder().encode(text).length;

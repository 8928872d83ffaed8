import { DAY, HOUR, MINUTE, plus, SECOND } from '@gatefold/kernel';

/** Machine time between one try and the next, as Standard Webhooks proposes: ten tries within three days. */
const WAITS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** An endpoint at which nothing has arrived for so long is switched off, and a case says so. */
export const PATIENCE = 5 * DAY;
/** For how long the older secret is signed with after a rotation. */
export const OVERLAP = DAY;

/** When delivery number `attempts` that failed is tried again, or null when it is given up. */
export function nextTryAt(attempts: number, at: Date, id: string): Date | null {
  const wait = WAITS[attempts - 1];
  if (wait === undefined) return null;
  // Up to a tenth more, so that what failed together is not tried together.
  const spread = Number.parseInt(id.slice(-4), 16) / 0xffff / 10;
  return plus(at, Math.round(wait * (1 + spread)));
}

/** How one try went: the status that was answered, or why none was. */
export type Tried = {
  readonly status: number | null;
  readonly milliseconds: number;
  readonly error: string | null;
};

export const isDelivered = ({ status }: Tried): boolean => status !== null && status >= 200 && status < 300;

/** Whoever answers 410 wants no more of it; whoever was not reached for days is gone. */
export const isToBeSwitchedOff = ({ status }: Tried, failingSince: Date | null, at: Date): boolean =>
  status === 410 || (failingSince !== null && at >= plus(failingSince, PATIENCE));

/** What is sent: the envelope of Standard Webhooks, with the sequence by which a receiver tells old from new. */
export const payloadOf = (event: {
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly at: Date;
  readonly data: unknown;
}): string =>
  JSON.stringify({
    type: event.type,
    timestamp: event.at.toISOString(),
    subject: event.subject,
    sequence: event.sequence,
    data: event.data,
  });

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether an address may be told at all; where it leads is looked at again with every try. */
export function isAllowedUrl(url: string, isDevelopment: boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (LOOPBACK.includes(hostname)) return isDevelopment && /^https?:$/.test(protocol);
  return protocol === 'https:' && (hostname.includes('.') || hostname.startsWith('['));
}

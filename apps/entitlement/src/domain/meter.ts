import type { Grant } from '@gatefold/access';
import { isId, startOfMonth } from '@gatefold/kernel';
import type { AccessAnswer } from './answer.ts';
import type { Article } from './article.ts';
import type { MeterState } from './meter-state.ts';

/** How many metered articles a publication gives away in a month of its own zone. */
export type MeterPolicy = {
  readonly publication: string;
  /** IANA. */
  readonly zone: string;
  readonly visitors: number;
  /** Of one who is signed in; what was read before the sign-in counts. */
  readonly registered: number;
};

/** A month of the publication's, half-open. */
export type Month = { readonly publication: string; readonly from: Date; readonly until: Date };

export const monthOf = ({ publication, zone }: MeterPolicy, now: Date): Month => ({
  publication,
  from: startOfMonth(now, zone),
  until: startOfMonth(now, zone, 1),
});

/** What one more article is to one who has read `read` in this month: no news, another one, or too many. */
export function readOneMore(
  read: readonly string[],
  articleId: string,
  limit: number,
): 'again' | 'counted' | 'used-up' {
  if (read.includes(articleId)) return 'again';
  return read.length < limit ? 'counted' : 'used-up';
}

export const limitOf = ({ visitors, registered }: MeterPolicy, readerId: string | null): number =>
  readerId === null ? visitors : registered;

/** The noes that a meter may turn into a yes. The article's own dates are nobody's to count. */
const overcome: readonly AccessAnswer['reason'][] = [
  'not-signed-in',
  'no-plan',
  'ended',
  'payment-problem',
  'wrong-plan',
];

export const mayBeMetered = ({ granted, reason }: AccessAnswer, { rule }: Article): boolean =>
  !granted && rule.isMetered === true && overcome.includes(reason);

type Opened = { readonly holder: string; readonly month: Month; readonly state: MeterState };

/** The yes by the meter. Nobody keeps it, since it was counted. */
export function openedByMeter(answer: AccessAnswer, { holder, month, state }: Opened): AccessAnswer {
  const grant: Grant = {
    id: holder,
    publication: month.publication,
    features: [],
    source: 'meter',
    from: month.from,
    until: month.until,
    untilIfStale: month.until,
    version: 0,
  };
  return {
    ...answer,
    granted: true,
    reason: 'meter',
    grant,
    cacheFor: 0,
    endedInSilence: false,
    meter: state,
  };
}

/** The no with what is used up. A payment that failed, or a plan that lacks this, says more than a meter does. */
export const closedByMeter = (answer: AccessAnswer, meter: MeterState): AccessAnswer => ({
  ...answer,
  reason:
    answer.reason === 'payment-problem' || answer.reason === 'wrong-plan' ? answer.reason : 'meter-used-up',
  cacheFor: 0,
  meter,
});

/** What is signed, so that a signature for something else is none for this. */
export const meterText = (visitorId: string): string => `meter ${visitorId}`;

/** The parts of a browser's token; null for what is none. */
export function parseMeterToken(token: string): { id: string; signature: string } | null {
  const [id = '', signature = ''] = token.split('.');
  return isId(id) && /^[\w-]{86}$/.test(signature) ? { id, signature } : null;
}

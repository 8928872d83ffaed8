import {
  deniedReasons,
  grantedReasons,
  type DeniedReason,
  type GrantedReason,
  type Rule,
} from '@gatefold/access';

export type AccessQuestion = {
  /** Null or left out for a visitor who is not signed in. */
  readonly reader?: string | null;
  /** Id or slug. Name an article or a feature. */
  readonly article?: string | null;
  readonly feature?: string | null;
  readonly publication?: string | null;
  /** A revision that a write of billing answered with: the answer waits until it is known. */
  readonly atLeast?: string | null;
  /** The token of a gift link, which counts where everything else says no. Such an answer is never kept. */
  readonly giftLink?: string | null;
  /**
   * What the visitor's browser kept of its meter, or an empty text: the article is about to be read and may be counted.
   * The answer's `meter` says how much is used, and what the browser keeps.
   */
  readonly meter?: string | null;
  /** The network address from which is read: an institution's readers need no account. Such an answer is never kept. */
  readonly address?: string | null;
  /**
   * The article's rule as far as the caller knows it, and only used while entitlement is silent. Without
   * it an article counts as one for holders of `articles`.
   */
  readonly rule?: Pick<Rule, 'access' | 'feature'>;
};

/** A grant as it travels: half-open in time, instants as ISO text. */
export type ServiceGrant = {
  readonly id: string;
  readonly publication: string;
  readonly features: readonly string[];
  readonly source: string;
  readonly from: string;
  readonly until: string;
  readonly untilIfStale: string;
  readonly version: number;
};

/** How much of a month's free reading is used up. */
export type MeterState = {
  readonly used: number;
  readonly of: number;
  /** How many one who signs in may read. */
  readonly ofRegistered: number;
  readonly resetsAt: string;
  /** For a visitor's browser to keep; null for a reader. */
  readonly token: string | null;
};

export type ServiceAnswer = {
  readonly granted: boolean;
  readonly reason: GrantedReason | DeniedReason;
  readonly grant: ServiceGrant | null;
  /** Of the reader's set; grows with every change. */
  readonly version: number;
  /** Whole seconds for which the same question has the same answer. */
  readonly cacheFor: number;
  /** Where a meter was asked and had to be. */
  readonly meter?: MeterState;
};

export type AccessAnswer = Omit<ServiceAnswer, 'cacheFor'> & {
  /** `policy`: entitlement did not answer and the failure policy decided. */
  readonly decidedBy: 'service' | 'cache' | 'policy';
};

export const isGiven = (value: string | null | undefined): value is string =>
  value !== undefined && value !== null;

const reasons: readonly string[] = [...grantedReasons, ...deniedReasons];

/** The answer in what a service sent. Throws for anything else: nobody is let in by a mistake. */
export function toServiceAnswer(json: unknown): ServiceAnswer {
  const answer = json as ServiceAnswer | null;
  const isRight =
    typeof answer === 'object' &&
    answer !== null &&
    typeof answer.granted === 'boolean' &&
    reasons.includes(answer.reason) &&
    isCount(answer.version) &&
    isCount(answer.cacheFor) &&
    isGrantOrNone(answer.grant) &&
    isMeter(answer.meter);
  if (!isRight) throw new TypeError('the service did not answer as agreed');
  return answer;
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;

const isGrantOrNone = (value: unknown): boolean => value === null || isGrant(value);

function isMeter(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const { used, of, ofRegistered, resetsAt, token } = value as MeterState;
  const isToken = token === null || typeof token === 'string';
  return [used, of, ofRegistered].every(isCount) && !Number.isNaN(Date.parse(resetsAt)) && isToken;
}

export function isGrant(value: unknown): value is ServiceGrant {
  if (typeof value !== 'object' || value === null) return false;
  const { id, publication, features, source, from, until, untilIfStale } = value as ServiceGrant;
  const areTexts = [id, publication, source].every((text) => typeof text === 'string');
  const areInstants = [from, until, untilIfStale].every((text) => !Number.isNaN(Date.parse(text)));
  return areTexts && areInstants && Array.isArray(features) && isCount((value as ServiceGrant).version);
}

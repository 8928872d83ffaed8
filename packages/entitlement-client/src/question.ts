import type { Rule } from '@gatefold/access';
import type { entitlement } from '@gatefold/api';
import type { z } from 'zod';

export type AccessQuestion = {
  /** Null or left out for a visitor who is not signed in. */
  readonly reader?: string | null;
  /** Id or slug. Name an article or a feature. */
  readonly article?: string | null;
  readonly feature?: string | null;
  readonly publication?: string | null;
  /** A revision that a write of billing answered with: the answer waits until it is known. */
  readonly atLeast?: string | null;
  /**
   * The article's rule as far as the caller knows it, and only used while entitlement is silent. Without
   * it an article counts as one for holders of `articles`.
   */
  readonly rule?: Pick<Rule, 'access' | 'feature'>;
};

export type ServiceAnswer = z.output<typeof entitlement.check.answer>;

export type AccessAnswer = Omit<ServiceAnswer, 'cacheFor'> & {
  /** `policy`: entitlement did not answer and the failure policy decided. */
  readonly decidedBy: 'service' | 'cache' | 'policy';
};

export const isGiven = (value: string | null | undefined): value is string =>
  value !== undefined && value !== null;

import type { Rule } from '@gatefold/access';
import type { Revision } from './revision.ts';

/** What entitlement knows of an article: how it is named and who may read it. */
export type Article = Revision & {
  readonly id: string;
  readonly slug: string;
  readonly publication: string;
  readonly rule: Rule;
  readonly isWithdrawn: boolean;
};

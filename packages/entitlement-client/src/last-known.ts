import { holds } from '@gatefold/access';
import type { AccessQuestion, ServiceAnswer } from './question.ts';

/** What entitlement last said of one reader. */
export type KnownReader = {
  /** Of the reader's set. An answer with a lower one is old and teaches nothing. */
  readonly version: number;
  readonly grants: readonly NonNullable<ServiceAnswer['grant']>[];
};

/** These noes say that the reader does not have what was asked for; the others speak of the article. */
const noesAboutTheReader: readonly ServiceAnswer['reason'][] = [
  'no-plan',
  'ended',
  'payment-problem',
  'wrong-plan',
];

/**
 * What is known of a reader after one more answer.
 *
 * A new version forgets what the old one held, and a no forgets what it denies, so that nobody
 * whose end was heard of is let in later.
 */
export function learn(
  known: KnownReader | undefined,
  question: AccessQuestion,
  answer: ServiceAnswer,
): KnownReader | undefined {
  if (known !== undefined && answer.version < known.version) return known;
  const kept = known === undefined || answer.version > known.version ? [] : known.grants;
  const { grant, version } = answer;
  if (grant !== null) return { version, grants: [...kept.filter(({ id }) => id !== grant.id), grant] };
  if (!noesAboutTheReader.includes(answer.reason)) return { version, grants: kept };
  return { version, grants: kept.filter((candidate) => !mayOpen(candidate, question)) };
}

/** Whether a grant covers what is asked, as far as one can tell without the service. */
export const mayOpen = (grant: KnownReader['grants'][number], question: AccessQuestion): boolean =>
  holds(grant, question.publication ?? null, featureOf(question));

const featureOf = ({ feature, rule }: AccessQuestion): string => feature ?? rule?.feature ?? 'articles';

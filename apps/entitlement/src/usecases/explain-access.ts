import type { BusinessClock } from '@gatefold/kernel';
import { answer, questionOf, type AccessAnswer } from '../domain/answer.ts';
import type { Article } from '../domain/article.ts';
import { barsOf, type Bar } from '../domain/bars.ts';
import type { Comp } from '../domain/comp.ts';
import { chosenOf, explain, type Given, type Step } from '../domain/explain.ts';
import { firedBy, type Fired } from '../domain/fired.ts';
import { pastSet } from '../domain/past-set.ts';
import { emptySet } from '../domain/reader-set.ts';
import type { Seat } from '../domain/seats.ts';
import { inOrder } from '../domain/subscription-fact.ts';
import { holdingAt } from '../domain/timeline.ts';
import { subjectOf } from './check-access.ts';
import type { Groups } from './group-ports.ts';
import type { AccessRecords, Comps, Evidence, Histories } from './ports.ts';

export type Explained = {
  readonly at: Date;
  readonly article: Article | null;
  readonly answer: AccessAnswer;
  readonly rules: readonly Fired[];
  readonly timeline: readonly Bar[];
  readonly chain: readonly Step[];
};

export type ExplainQuestion = {
  readonly readerId: string;
  /** Id or slug; its own rule then decides. */
  readonly article: string | null;
  readonly feature: string;
  readonly publication: string | null;
  readonly at: Date | null;
};

type Deps = {
  records: AccessRecords;
  evidence: Evidence;
  comps: Pick<Comps, 'find'>;
  groups: Pick<Groups, 'seatOf'>;
  clock: BusinessClock;
};

/**
 * The answer to a question, and what it rests on. Refuses with `article-not-found` or `feature-not-found`.
 *
 * Without an answer of billing's the chain ends at what its event said.
 */
export const explainAccess =
  ({ clock, ...deps }: Deps) =>
  async (question: ExplainQuestion): Promise<Explained> => {
    const { readerId, article, publication, at } = question;
    const [found, known, mergedInto] = await Promise.all([
      deps.records.find({ readers: [readerId], articles: article === null ? [] : [article] }),
      deps.records.historiesOf([readerId]),
      deps.records.mergedInto(readerId),
    ]);
    const { sets, bundles } = found;
    const what = subjectOf(question, found);
    const histories = known.get(readerId) ?? [];
    const now = at ?? clock.now();
    const present = sets.get(readerId) ?? emptySet(readerId);
    const set = at === null ? present : pastSet(present, histories, at);
    const asked = { what, publication, set, bundles, now };
    const given = answer(asked);
    const behind = await behindOf({ readerId, answer: given, histories, now }, deps);
    return {
      at: now,
      article: 'article' in what ? what.article : null,
      answer: given,
      rules: firedBy(questionOf(asked)),
      timeline: barsOf(present, histories),
      chain: explain({ readerId, answer: given, mergedInto, ...behind }),
    };
  };

type Answered = {
  readonly readerId: string;
  readonly answer: AccessAnswer;
  readonly histories: Histories;
  readonly now: Date;
};
type Behind = Omit<Parameters<typeof explain>[0], 'readerId' | 'answer' | 'mergedInto'>;

/** What an answer rests on, as far down as it goes. */
async function behindOf(answered: Answered, deps: Omit<Deps, 'clock'>): Promise<Behind> {
  const { readerId, answer: given, histories, now } = answered;
  const comp = await compBehind(given, deps.comps);
  if (comp !== null) return { chosen: null, billing: null, comp };
  const seat = await seatBehind(answered, deps.groups);
  const chosen =
    seat === null
      ? chosenOf(givenBy(histories, readerId, now), given)
      : await payerOf(seat.group, now, deps.records);
  const billing = chosen === null ? null : await deps.evidence.of(chosen.newest.data.subscriptionId);
  return { chosen, billing, seat };
}

const givenBy = (histories: Histories, readerId: string, now: Date): Given[] =>
  histories.map((facts) => ({
    newest: inOrder(facts.filter(({ data }) => data.readerId === readerId)).at(-1)!,
    holding: holdingAt(facts, readerId, now),
  }));

async function compBehind({ grant }: AccessAnswer, comps: Deps['comps']): Promise<Comp | null> {
  return grant?.source === 'comp' ? comps.find(grant.id) : null;
}

/** The seat that opens; for a no to one who never had a subscription, the seat that they had last. */
async function seatBehind(
  { readerId, answer: { grant }, histories }: Answered,
  groups: Deps['groups'],
): Promise<Seat | null> {
  if (grant?.source === 'group') return groups.seatOf(readerId, grant.id);
  return grant === null && histories.length === 0 ? groups.seatOf(readerId, null) : null;
}

/** The subscription that pays for a group; null for a contract of staff's. */
async function payerOf(
  { id, ownerId }: Seat['group'],
  now: Date,
  records: Deps['records'],
): Promise<Given | null> {
  if (ownerId === null) return null;
  const known = await records.historiesOf([ownerId]);
  const paying = (known.get(ownerId) ?? []).filter(([fact]) => fact?.data.subscriptionId === id);
  return givenBy(paying, ownerId, now)[0] ?? null;
}

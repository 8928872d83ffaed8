import { isIP } from 'node:net';
import { holds } from '@gatefold/access';
import type { BusinessClock } from '@gatefold/kernel';
import type { AccessAnswer } from '../domain/answer.ts';
import { mayBeInside, openedInside } from '../domain/group.ts';
import type { AccessQuestion } from './check-access.ts';
import type { Groups } from './group-ports.ts';
import type { AccessRecords } from './ports.ts';

/** `address`: the network address from which is read; null for one that nobody may be told. */
export type PlacedQuestion = AccessQuestion & { readonly address: string | null };

type Deps<Q> = {
  check(questions: readonly Q[]): Promise<AccessAnswer[]>;
  records: Pick<AccessRecords, 'find'>;
  groups: Pick<Groups, 'inside'>;
  clock: BusinessClock;
};

/** Answers as `check` does, and where that is a no about the reader, by the institution one reads from. */
export const openInstitutions =
  <Q extends PlacedQuestion>({ check, records, groups, clock }: Deps<Q>) =>
  async (questions: readonly Q[]): Promise<AccessAnswer[]> => {
    const answers = await check(questions);
    return Promise.all(
      answers.map(async (answer, index) => {
        const { address, at, article, feature, publication } = questions[index]!;
        if (address === null || at !== null || isIP(address) === 0 || !mayBeInside(answer)) return answer;
        const institutions = await groups.inside(address, clock.now());
        if (institutions.length === 0) return answer;
        const asked =
          article === null ? { feature, publication } : await askedOf(article, { publication, records });
        const open = institutions.find(
          (group) => asked.feature !== null && holds(group, asked.publication, asked.feature),
        );
        return open === undefined ? answer : openedInside(answer, open);
      }),
    );
  };

type Where = { publication: string | null; records: Pick<AccessRecords, 'find'> };

async function askedOf(
  article: string,
  { publication, records }: Where,
): Promise<{ feature: string | null; publication: string | null }> {
  const { articles } = await records.find({ readers: [], articles: [article] });
  const meant = articles.find(
    (candidate) => !candidate.isWithdrawn && (publication === null || candidate.publication === publication),
  );
  return { feature: meant?.rule.feature ?? null, publication: meant?.publication ?? publication };
}

import type { BusinessClock } from '@gatefold/kernel';
import type { AccessAnswer } from '../domain/answer.ts';
import { mayBeOvercome, openedBy, parseToken, textOf } from '../domain/gift-link.ts';
import type { PlacedQuestion } from './open-institutions.ts';
import type { GiftLinks, Signer } from './ports.ts';

export type GiftedQuestion = PlacedQuestion & { readonly giftLink: string | null };

type Deps = {
  check(questions: readonly PlacedQuestion[]): Promise<AccessAnswer[]>;
  giftLinks: Pick<GiftLinks, 'open'>;
  signer: Pick<Signer, 'isSigned'>;
  clock: BusinessClock;
};

/**
 * Answers as `check` does, and where that is a no, by the gift link that came with the question.
 *
 * A link that is forged, used up, over, taken back or of another article leaves the no as it is.
 */
export const openGiftLinks =
  ({ check, giftLinks, signer, clock }: Deps) =>
  async (questions: readonly GiftedQuestion[]): Promise<AccessAnswer[]> => {
    const answers = await check(questions);
    return Promise.all(
      answers.map(async (answer, index) => {
        const { giftLink, article, at } = questions[index]!;
        if (giftLink === null || article === null || at !== null || !mayBeOvercome(answer)) return answer;
        const token = parseToken(giftLink);
        if (token === null || !signer.isSigned(textOf(token.id), token.signature)) return answer;
        const link = await giftLinks.open(token.id, article, clock.now());
        return link === null ? answer : openedBy(link, answer);
      }),
    );
  };

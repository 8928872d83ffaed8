import type { BusinessClock, NewId } from '@gatefold/kernel';
import type { AccessAnswer } from '../domain/answer.ts';
import { giveArticle as decideGift, textOf, type GiftLink } from '../domain/gift-link.ts';
import { refuse } from '../domain/refusals.ts';
import type { AccessQuestion } from './check-access.ts';
import type { AccessRecords, GiftLinks, Signer } from './ports.ts';

type Deps = {
  check(questions: readonly AccessQuestion[]): Promise<AccessAnswer[]>;
  records: Pick<AccessRecords, 'find'>;
  giftLinks: Pick<GiftLinks, 'give'>;
  clock: BusinessClock;
  newId: NewId;
};

/** Gives an article away. Refuses with `article-not-found` and as the domain's `giveArticle` does. */
export const giveArticle =
  ({ check, records, giftLinks, clock, newId }: Deps) =>
  async (giverId: string, article: string): Promise<GiftLink> => {
    const { articles } = await records.find({ readers: [], articles: [article] });
    const meant = articles.find(({ isWithdrawn }) => !isWithdrawn);
    if (meant === undefined) throw refuse('article-not-found', { article });
    const question = { feature: null, publication: null, at: null, atLeast: null };
    const [answer] = await check([{ ...question, reader: giverId, article: meant.id }]);
    const gift = { id: newId(), giverId, article: meant, answer: answer!, now: clock.now() };
    return giftLinks.give(giverId, (given) => decideGift(gift, given));
  };

/** What is handed on in the link. */
export const tokenOf = ({ id }: GiftLink, signer: Pick<Signer, 'sign'>): string =>
  `${id}.${signer.sign(textOf(id))}`;

import { mail } from '@gatefold/api';
import type { z } from 'zod';
import type { ProblemWords } from '../features/problem/problem.ts';
import type { Visit } from './visit.ts';

export type ReadersNewsletter = z.output<typeof mail.readersNewsletters.answer>['data'][number];

/** Mail is away; the account and the paper are not. */
export const newslettersAway: ProblemWords = {
  title: 'newsletters.away',
  says: 'newsletters.away-says',
  action: { label: 'frame.to-account', href: '/account' },
};

/** All newsletters in the reader's language, with what they have asked for. */
export async function newslettersOf(
  { asReader, locale }: Visit,
  id: string,
): Promise<readonly ReadersNewsletter[]> {
  return (await asReader.mail.call(mail.readersNewsletters, { params: { id }, query: { locale } })).data;
}

/** What comes and what waits for a subscription, by name; null while nobody can say. The account is of use without. */
export async function newsletterState(visit: Visit, id: string) {
  try {
    const chosen = (await newslettersOf(visit, id)).filter((one) => one.chosen);
    const names = (isComing: boolean): readonly string[] =>
      chosen.filter(({ included }) => (included !== false) === isComing).map(({ name }) => name);
    return { coming: names(true), waiting: names(false) };
  } catch (error) {
    visit.report(error, 'the newsletters could not be asked');
    return null;
  }
}

import { ApiProblem } from '@gatefold/api';
import { asPage, problemPage, type ProblemWords } from '../features/problem/problem.ts';

const LONGEST = 200;

/** The token of a mailed link, from its address or from the form behind it; else the page that says it is spent. */
export function tokenFrom(input: unknown, spent: ProblemWords): string {
  if (typeof input !== 'string' || input === '' || input.length > LONGEST) throw problemPage(410, spent);
  return input;
}

/** What identity answers to a token that is used up, as a page. */
export const asSpent =
  (spent: ProblemWords) =>
  (error: unknown): never => {
    throw error instanceof ApiProblem && error.code === 'action-link-invalid'
      ? problemPage(410, spent)
      : asPage(error);
  };

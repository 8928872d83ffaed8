import type { EntitlementClient } from './client.ts';
import type { AccessAnswer, AccessQuestion } from './question.ts';

/** What is used of Express, so that this package needs none of its own. */
type ResponseLike = { readonly locals: Record<string, unknown> };
type Next = (error?: unknown) => void;

/**
 * An Express middleware that decides before the page is made.
 *
 * `res.locals.access` holds the answer, a yes or a no: the handler behind it shows the article or the teaser
 * with the wall. It never refuses a request by itself, since a no is a page too.
 */
export const access =
  <Req>(client: Pick<EntitlementClient, 'check'>, question: (req: Req) => AccessQuestion) =>
  async (req: Req, res: ResponseLike, next: Next): Promise<void> => {
    try {
      res.locals['access'] = await client.check(question(req));
    } catch (error) {
      return next(error);
    }
    next();
  };

export const accessOf = (res: ResponseLike): AccessAnswer => res.locals['access'] as AccessAnswer;

import { Refusal } from '@gatefold/kernel';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from './logger.ts';
import { InvalidInput } from './parse.ts';

/** An RFC 9457 problem document. `code` is the field that clients branch on; `type` leads to its page. */
export type Problem = { status: number; code: string; title: string; [extension: string]: unknown };

/** Codes that any service may answer, with their sentence. */
export const commonProblems = {
  'sign-in-required': { status: 401, title: 'Sign in first.' },
  'token-invalid': { status: 401, title: 'The token is not valid, or no longer.' },
  'not-allowed': { status: 403, title: 'You may not do this.' },
  'route-not-found': { status: 404, title: 'There is nothing at this address.' },
  'invalid-input': { status: 400, title: 'The request does not fit the contract.' },
  'malformed-body': { status: 400, title: 'The body cannot be read.' },
  'too-many-requests': { status: 429, title: 'Too many requests. Wait a little.' },
  'temporarily-unavailable': {
    status: 503,
    title: 'A part that this needs does not answer. Try again shortly.',
  },
  unexpected: { status: 500, title: 'Something went wrong on our side.' },
} as const;

type CommonCode = keyof typeof commonProblems;

const common = (code: CommonCode): Problem => ({ code, ...commonProblems[code] });

/** Refuses with one of the codes that every service shares. */
export const refuseCommon = (code: CommonCode): Refusal<CommonCode> =>
  new Refusal(code, commonProblems[code].title);

/**
 * What the caller is told of `error`.
 *
 * A refusal whose code is not in `statusOf` is a bug of ours and comes out as `unexpected`. The
 * message of an unknown error never leaves the process.
 */
export function toProblem(error: unknown, statusOf: Readonly<Record<string, number>>): Problem {
  if (error instanceof InvalidInput) return { ...common('invalid-input'), issues: error.issues };
  if (error instanceof Refusal) {
    const status =
      statusOf[error.code] ?? (commonProblems as Record<string, { status: number }>)[error.code]?.status;
    if (status !== undefined) return { ...error.facts, status, code: error.code, title: error.message };
  }
  if (isBodyParserError(error)) return { ...common('malformed-body'), status: error.status };
  return common('unexpected');
}

/** The last middleware: every error becomes one problem document, and only our own mistakes are logged. */
export const problemHandler =
  (statusOf: Readonly<Record<string, number>>, logger: Logger): ErrorRequestHandler =>
  // Express tells an error handler by its four parameters.

  (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    const problem = toProblem(error, statusOf);
    if (problem.code === 'unexpected')
      logger.error({ err: error, requestId: res.locals['requestId'] }, 'request failed');
    res
      .status(problem.status)
      .type('application/problem+json')
      .set('cache-control', 'no-store')
      .json({ type: `/problems/${problem.code}`, ...problem, requestId: res.locals['requestId'] });
  };

export const notFoundHandler: RequestHandler = () => {
  throw refuseCommon('route-not-found');
};

function isBodyParserError(error: unknown): error is Error & { status: number } {
  return error instanceof Error && 'expose' in error && error.expose === true && 'status' in error;
}

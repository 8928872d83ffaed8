import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import {
  isRouteErrorResponse,
  ServerRouter,
  type EntryContext,
  type HandleErrorFunction,
  type RouterContext,
} from 'react-router';

/** Plain HTML at once: no page carries script, so there is nothing to stream or to revive. */
// React Router calls it with these four.
// eslint-disable-next-line max-params
export function renderPage(request: Request, status: number, headers: Headers, context: EntryContext) {
  const html = renderToStaticMarkup(createElement(ServerRouter, { context, url: request.url }));
  headers.set('content-type', 'text/html; charset=utf-8');
  return new Response(`<!doctype html>${html}`, { status, headers });
}

type Reporting = { report(error: unknown, what: string): void };

/** For an entry's `handleError`: what stopped a page is written down with the request's id. */
export const handleErrorWith =
  (visitContext: RouterContext<Reporting>): HandleErrorFunction =>
  (error, { request, context }) => {
    if (isRouteErrorResponse(error) || request.signal.aborted) return;
    context.get(visitContext).report(error, 'a page could not be made');
  };

import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import {
  isRouteErrorResponse,
  ServerRouter,
  type EntryContext,
  type HandleErrorFunction,
  type RouterContext,
  type RouterContextProvider,
} from 'react-router';

type Around = (
  page: ReactElement,
  context: Readonly<RouterContextProvider>,
  headers: Headers,
) => ReactElement;

/** Plain HTML at once: no page carries script, so there is nothing to stream or to revive. */
export const pageRenderer =
  (around: Around = (page) => page) =>
  (
    request: Request,
    status: number,
    headers: Headers,
    entry: EntryContext,
    context: RouterContextProvider,
    // React Router calls it with these five.
    // eslint-disable-next-line max-params
  ) => {
    const page = createElement(ServerRouter, { context: entry, url: request.url });
    const html = renderToStaticMarkup(around(page, context, headers));
    headers.set('content-type', 'text/html; charset=utf-8');
    return new Response(`<!doctype html>${html}`, { status, headers });
  };

type Reporting = { report(error: unknown, what: string): void };

/** For an entry's `handleError`: what stopped a page is written down with the request's id. */
export const handleErrorWith =
  (visitContext: RouterContext<Reporting>): HandleErrorFunction =>
  (error, { request, context }) => {
    if (isRouteErrorResponse(error) || request.signal.aborted) return;
    context.get(visitContext).report(error, 'a page could not be made');
  };

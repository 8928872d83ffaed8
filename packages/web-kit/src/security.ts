import type { RequestHandler } from 'express';
import helmet from 'helmet';

type Options = { readonly url: string; readonly formTargets: readonly string[] };

const isSecure = (url: string): boolean => new URL(url).protocol === 'https:';

/**
 * What a browser may do with a page. It runs no script at all: not ours, not inline, not anyone's;
 * with a `nonce`, which is for one answer and never used again, only the script that bears it. Forms
 * lead to ourselves and, by a redirect, to `formTargets`.
 */
export function contentPolicy({ url, formTargets }: Options, nonce: string | null = null): string {
  const script =
    nonce === null ? ["script-src 'none'"] : [`script-src 'nonce-${nonce}'`, "connect-src 'self'"];
  return [
    "default-src 'none'",
    ...script,
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    ["form-action 'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(isSecure(url) ? ['upgrade-insecure-requests'] : []),
  ].join(';');
}

/** Headers of every answer. A page that carries a script replaces the policy by one with its nonce. */
export const securityHeaders = (options: Options): readonly RequestHandler[] => [
  helmet({
    contentSecurityPolicy: false,
    // With "no-referrer" browsers send `Origin: null` with our own forms, which could not be told from a foreign one.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isSecure(options.url) ? { maxAge: 31_536_000 } : false,
    xFrameOptions: { action: 'deny' },
  }),
  (_req, res, next) => {
    res.set('content-security-policy', contentPolicy(options));
    next();
  },
];

/**
 * Whether a form was sent from our own pages. Both headers are set by the browser and out of reach
 * for the page that sends the form.
 */
export function isOwnForm(
  headers: { readonly origin: string | undefined; readonly fetchSite: string | undefined },
  url: string,
): boolean {
  const { origin, fetchSite } = headers;
  if (origin === undefined || origin === 'null') return fetchSite === 'same-origin';
  return origin === new URL(url).origin;
}

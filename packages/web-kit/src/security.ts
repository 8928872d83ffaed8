import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * What a browser may do with our pages. They run no script at all: not ours, not inline, not
 * anyone's. Forms lead to ourselves and, by a redirect, to `formTargets`.
 */
export const securityHeaders = ({ url, formTargets }: Options): RequestHandler => {
  const isSecure = new URL(url).protocol === 'https:';
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'none'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        'font-src': ["'self'"],
        'form-action': ["'self'", ...formTargets],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
        ...(isSecure ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
    // With "no-referrer" browsers send `Origin: null` with our own forms, which could not be told from a foreign one.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000 } : false,
    xFrameOptions: { action: 'deny' },
  });
};

type Options = { readonly url: string; readonly formTargets: readonly string[] };

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

import { Router } from 'express';

/** What is somebody's own, or does something: no page for a search engine. */
const closed = ['/account', '/by-mail', '/checkout', '/redeem', '/seats', '/sign-in', '/language'];

/** Tells search engines what not to look at (RFC 9309), and where the list of all pages is. */
export function robots(siteUrl: string): Router {
  const text = [
    'User-agent: *',
    ...closed.map((path) => `Disallow: ${path}`),
    `Sitemap: ${siteUrl}/sitemap.xml`,
    '',
  ].join('\n');
  return Router({ caseSensitive: true, strict: true }).get('/robots.txt', (_req, res) => {
    res.type('text/plain').set('cache-control', 'public, max-age=3600').send(text);
  });
}

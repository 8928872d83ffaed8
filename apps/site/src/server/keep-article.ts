import type { MachineClock } from '@gatefold/kernel';
import type { PageSent } from '@gatefold/web-kit';
import type { Response } from 'express';
import { dayEnds } from './days.ts';
import { keyOf, mayBeKept } from './keeping.ts';
import { LASTS_MS, type KeptPages } from './kept-pages.ts';
import type { Visit } from './visit.ts';

type Deps = {
  readonly kept: Pick<KeptPages, 'keep'>;
  readonly machineClock: MachineClock;
};

/** Keeps an article's page that has just been made, where every such reading has the same. */
export const keepArticle =
  ({ kept, machineClock }: Deps) =>
  (visit: Visit, { req, res, body }: PageSent): void => {
    const reading = visit.keeping.reading();
    if (reading === null || !mayBeKept(reading) || !isPlain(visit, res)) return;
    if (req.method !== 'GET' || req.url !== `/articles/${reading.slug}`) return;
    const { language, zone } = visit.voice;
    const from = visit.now.getTime();
    const isSignedIn = visit.session.kind === 'reader';
    kept.keep(keyOf({ ...reading, language, zone, isSignedIn }), {
      article: reading.article,
      headers: headersOf(res, body),
      body,
      etag: res.getHeader('etag')?.toString() ?? null,
      edition: visit.keeping.edition,
      from,
      until: Math.min(dayEnds(from, zone), from + LASTS_MS),
      madeAt: machineClock.now().getTime(),
    });
  };

/** Somebody known, or somebody who is nobody; and an answer that leaves nothing in a browser. */
const isPlain = ({ session, turnedAway }: Visit, res: Response): boolean =>
  (session.kind === 'reader' || session.kind === 'none') &&
  turnedAway === null &&
  res.statusCode === 200 &&
  !res.hasHeader('set-cookie');

/** All but the request's id. */
function headersOf(res: Response, body: Buffer): string[] {
  const named = res.getHeaderNames().filter((name) => name !== 'x-request-id');
  return [
    ...named.flatMap((name) => [name, String(res.getHeader(name))]),
    'content-length',
    `${body.length}`,
  ];
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { anAnswer, type LocalAnswer, type LocalClient } from '@gatefold/entitlement-client';
import type { BusinessClock, MachineClock, NewId } from '@gatefold/kernel';
import type { Session, SessionCookie, Sessions } from '@gatefold/web-kit';
import { isHeld, keyOf } from './keeping.ts';
import type { KeptPage, KeptPages } from './kept-pages.ts';
import type { Languages } from './languages.ts';
import type { OpenNow } from './open-now.ts';
import type { Passes } from './pass.ts';
import type { Places } from './places.ts';
import { plainHeaders, slugIn, type PlainHeaders } from './plain-request.ts';

export type HotDeps = {
  readonly kept: Pick<KeptPages, 'at'>;
  readonly access: Pick<LocalClient, 'check'>;
  readonly sessions: Pick<Sessions, 'believed'>;
  readonly cookies: Pick<SessionCookie, 'read'>;
  readonly languages: Pick<Languages, 'manner'>;
  readonly passes: Pick<Passes, 'isIn' | 'isYoung'>;
  readonly places: Pick<Places, 'areNone' | 'isInside'>;
  readonly openNow: OpenNow;
  readonly clock: BusinessClock;
  readonly machineClock: MachineClock;
  readonly newId: NewId;
  edition(): number;
  addressOf(req: IncomingMessage): string | null;
  /** Told of each answer. */
  onSent(sent: Sent): void;
};

export type Sent = {
  readonly status: 200 | 304;
  /** Null for a guest. */
  readonly reader: string | null;
  readonly article: string;
  readonly granted: boolean;
};

type Asked = {
  readonly req: IncomingMessage;
  readonly slug: string;
  readonly says: PlainHeaders;
  /** Null for a guest. */
  readonly session: Session | null;
};

/**
 * Answers a plain request for an article out of the kept pages, before Express and without asking anybody.
 *
 * Who reads is the session's to say, and whether they may is decided here and now by what entitlement has told this
 * process. False for everything that is not as plain as that: whoever comes next makes the page.
 */
export function hotArticle(deps: HotDeps) {
  const { kept, access, languages, machineClock } = deps;
  const answer = anAnswer();
  const send = createSender(deps.newId);

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const asked = askedBy(req, deps);
    const now = asked === null ? null : timeBy(deps.clock);
    if (asked === null || now === null) return false;
    const { slug, says, session } = asked;

    const reader = session?.readerId ?? null;
    access.check(reader, slug, answer);
    if (!mayDecide(answer, asked, deps)) return false;
    const { language, zone } = languages.manner(says, session);
    const key = keyOf({ slug, language, zone, isSignedIn: session !== null, reason: answer.reason });
    const page = kept.at(key, {
      edition: deps.edition(),
      business: now,
      machine: machineClock.now().getTime(),
    });
    if (page === null) return false;
    const status = send(res, page, says.ifNoneMatch);
    deps.onSent({ status, reader, article: page.article, granted: answer.granted });
    return true;
  };
}

/** Null for what is not plain, and for a session that has to be asked for. */
function askedBy(req: IncomingMessage, { cookies, sessions }: HotDeps): Asked | null {
  const slug = slugIn(req);
  const says = slug === null ? null : plainHeaders(req.rawHeaders);
  if (slug === null || says === null) return null;
  const cookie = cookies.read(says.cookie);
  const session = cookie === null ? null : sessions.believed(cookie);
  return cookie !== null && session === null ? null : { req, slug, says, session };
}

/** Null before the first word of a clock that is followed. */
function timeBy(clock: BusinessClock): number | null {
  try {
    return clock.now().getTime();
  } catch {
    return null;
  }
}

/** Whether that is all there is to say: nothing else may open it, and nobody has to be told anything besides. */
function mayDecide(answer: LocalAnswer, { req, session, says }: Asked, deps: HotDeps): boolean {
  const { granted, reason, version, decidedBy, hasUnpaid } = answer;
  if (decidedBy !== 'local' || hasUnpaid) return false;
  const { passes, openNow, places } = deps;
  if (granted)
    return !isHeld(reason) || (session !== null && passes.isYoung(session, { cookie: says.cookie, version }));
  if (session !== null && passes.isIn(says.cookie)) return false;
  if (openNow.mayBeOpen()) return false;
  return places.areNone() || !places.isInside(deps.addressOf(req));
}

/** Sends a page under a request id that says where it comes from: one of this process, and a number. */
function createSender(newId: NewId) {
  const process = newId();
  let count = 0;
  return (res: ServerResponse, { headers, body, etag }: KeptPage, ifNoneMatch: string | null): 200 | 304 => {
    count += 1;
    const id = `${process}.${count}`;
    if (etag !== null && ifNoneMatch === etag) {
      // The length is the last of the headers, and there is nothing that has it.
      res.writeHead(304, [...headers.slice(0, -2), 'x-request-id', id]).end();
      return 304;
    }
    res.writeHead(200, [...headers, 'x-request-id', id]).end(body);
    return 200;
  };
}

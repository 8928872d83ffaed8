import type { IncomingMessage, ServerResponse } from 'node:http';
import { anAnswer, type LocalAnswer, type LocalClient } from '@gatefold/entitlement-client';
import type { BusinessClock, MachineClock, NewId } from '@gatefold/kernel';
import type { Session, SessionCookie, Sessions, SessionState } from '@gatefold/web-kit';
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
  readonly sessions: Pick<Sessions, 'believed' | 'of'>;
  /** What identity has said of a request's session, so that the page need not ask once more. */
  readonly saidOf: WeakMap<IncomingMessage, SessionState>;
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

type Plain = {
  readonly req: IncomingMessage;
  readonly slug: string;
  readonly says: PlainHeaders;
  /** Of a session. */
  readonly cookie: string | null;
};

/** With a session, or of a guest. */
type Asked = Plain & { readonly session: Session | null };

/**
 * Answers a plain request for an article out of the kept pages, before Express and without asking anybody.
 *
 * Who reads is the session's to say, and whether they may is decided here and now by what entitlement has told this
 * process. A session that is not known is asked for first. Everything that is not as plain as that goes on to `next`,
 * which makes the page.
 */
export function hotArticle(deps: HotDeps) {
  const { kept, access, languages, machineClock } = deps;
  const answer = anAnswer();
  const send = createSender(deps.newId);

  const answered = (res: ServerResponse, asked: Asked): boolean => {
    const { slug, says, session } = asked;
    const now = timeBy(deps.clock);
    if (now === null) return false;

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

  return (req: IncomingMessage, res: ServerResponse, next: () => void): void => {
    const plain = plainly(req, deps);
    if (plain === null) return next();
    const { cookie } = plain;
    const session = cookie === null ? null : deps.sessions.believed(cookie);
    if (cookie === null || session !== null) return answered(res, { ...plain, session }) ? undefined : next();
    void deps.sessions.of(cookie).then((said) => {
      deps.saidOf.set(req, said);
      if (said.kind !== 'reader' || !answered(res, { ...plain, session: said.session })) next();
    });
  };
}

function plainly(req: IncomingMessage, { cookies }: HotDeps): Plain | null {
  const slug = slugIn(req);
  const says = slug === null ? null : plainHeaders(req.rawHeaders);
  return slug === null || says === null ? null : { req, slug, says, cookie: cookies.read(says.cookie) };
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

import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Client } from '@gatefold/api';
import type { BusinessClock, NewId } from '@gatefold/kernel';
import type { Logger } from '@gatefold/service-kit';
import {
  contentPolicy,
  speakingAs,
  type SessionCookie,
  type Sessions,
  type SessionState,
  type TurnedAway,
} from '@gatefold/web-kit';
import type { Request } from 'express';
import { deviceOf } from './device.ts';
import { keepingAt } from './keeping.ts';
import type { Languages } from './languages.ts';
import type { createLookups } from './lookups.ts';
import type { createMeters } from './meter.ts';
import type { Passes } from './pass.ts';
import type { Places } from './places.ts';
import type { Troubles } from './troubles.ts';
import type { Visit } from './visit.ts';

export type VisitDeps = {
  readonly clock: BusinessClock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly siteUrl: string;
  readonly house: Visit['house'];
  readonly paymentOrigins: readonly string[];
  readonly clients: Readonly<Record<'billing' | 'content' | 'entitlement' | 'identity' | 'mail', Client>>;
  readonly cookies: SessionCookie;
  readonly attempts: SessionCookie;
  readonly ceremonies: SessionCookie;
  readonly sessions: Sessions;
  /** What was asked before the request came here. */
  readonly saidOf: WeakMap<IncomingMessage, SessionState>;
  readonly meterOf: ReturnType<typeof createMeters>;
  readonly passes: Pick<Passes, 'of'>;
  readonly languages: Pick<Languages, 'of'>;
  readonly places: Pick<Places, 'placeOf' | 'areNone'>;
  /** Of all that pages are made of and that changes now and then. */
  edition(): number;
  readonly lookups: ReturnType<typeof createLookups>;
  readonly troubles: Troubles;
};

/** Makes a visit of each request: whose session it is, and in whose name the services are asked. */
export function createVisits({ clients, cookies, sessions, logger, ...deps }: VisitDeps) {
  return async (req: Request, turnedAway: TurnedAway | null): Promise<Visit> => {
    const keeping = keepingAt(deps.edition());
    const cookie = cookies.read(req.get('cookie'));
    const session = deps.saidOf.get(req) ?? (await sessions.of(cookie));
    const requestId = String(req.res?.locals['requestId']);
    const token = session.kind === 'reader' ? session.session.token : null;
    const reader = { token, traceparent: req.get('traceparent') };
    const asReader = {
      content: speakingAs(clients.content, reader),
      billing: speakingAs(clients.billing, reader),
      entitlement: speakingAs(clients.entitlement, reader),
      mail: speakingAs(clients.mail, reader),
    };
    const now = deps.clock.now();
    const spoken = deps.languages.of(req, session);
    const report: Visit['report'] = (error, what) => logger.warn({ err: error, requestId }, what);
    return {
      requestId,
      now,
      turnedAway,
      ...spoken,
      session,
      cookie,
      cookies,
      attempt: deps.attempts.read(req.get('cookie')),
      attempts: deps.attempts,
      ceremony: deps.ceremonies.read(req.get('cookie')),
      ceremonies: deps.ceremonies,
      device: deviceOf(req.get('user-agent')),
      from: req.ip ?? null,
      place: () => deps.places.placeOf(req.ip ?? null),
      isSameEverywhere: deps.places.areNone,
      keeping,
      asReader,
      asHolderOf: (token) => speakingAs(clients.billing, { ...reader, token }),
      asSite: clients,
      meter: deps.meterOf(req),
      pass: deps.passes.of(req, session),
      lookups: deps.lookups.in(spoken.voice),
      ...{ siteUrl: deps.siteUrl, house: deps.house },
      newId: deps.newId,
      mayRunScript: () => scriptIn({ url: deps.siteUrl, formTargets: deps.paymentOrigins }),
      isPaymentPage: (url) => URL.canParse(url) && deps.paymentOrigins.includes(new URL(url).origin),
      forgetSession: () => void (cookie !== null && sessions.forget(cookie)),
      ...troubleFor({ session, ask: { ...asReader, now, report } }, deps.troubles),
      report,
    };
  };
}

function scriptIn(site: Parameters<typeof contentPolicy>[0]): ReturnType<Visit['mayRunScript']> {
  const nonce = randomBytes(18).toString('base64url');
  return { nonce, policy: contentPolicy(site, nonce) };
}

type Troubled = {
  readonly session: SessionState;
  readonly ask: Omit<Parameters<Troubles['of']>[0], 'readerId'>;
};

/** Only of one whose address is confirmed: the others see nothing of an account. */
function troubleFor(
  { session, ask }: Troubled,
  troubles: Troubles,
): Pick<Visit, 'trouble' | 'forgetTrouble'> {
  const reader = session.kind === 'reader' && !session.session.provisional ? session.session : null;
  return {
    trouble: async () => (reader === null ? null : troubles.of({ ...ask, readerId: reader.readerId })),
    forgetTrouble: () => void (reader !== null && troubles.forget(reader.readerId)),
  };
}

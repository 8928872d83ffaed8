import type { Client } from '@gatefold/api';
import type { BusinessClock } from '@gatefold/kernel';
import type { Logger } from '@gatefold/service-kit';
import { speakingAs, type SessionCookie, type Sessions, type TurnedAway } from '@gatefold/web-kit';
import type { Request } from 'express';
import type { Visit } from './visit.ts';

type Deps = {
  readonly clock: BusinessClock;
  readonly logger: Logger;
  readonly clients: Readonly<Record<'billing' | 'entitlement' | 'identity', Client>>;
  readonly cookies: SessionCookie;
  readonly leavings: SessionCookie;
  readonly sessions: Sessions;
};

/** Makes a visit of each request: whose session it is, and in whose name the services are asked. */
export function createVisits({ clock, clients, cookies, leavings, sessions, logger }: Deps) {
  return async (req: Request, turnedAway: TurnedAway | null): Promise<Visit> => {
    const cookie = cookies.read(req.get('cookie'));
    const session = await sessions.of(cookie);
    const requestId = String(req.res?.locals['requestId']);
    const person = session.kind === 'reader' ? session.session : null;
    const voice = { token: person?.token ?? null, traceparent: req.get('traceparent') };
    return {
      requestId,
      now: clock.now(),
      turnedAway,
      session,
      cookie,
      cookies,
      leaving: leavings.read(req.get('cookie')),
      leavings,
      from: req.ip ?? null,
      asPerson: {
        billing: speakingAs(clients.billing, voice),
        entitlement: speakingAs(clients.entitlement, voice),
        identity: speakingAs(clients.identity, voice),
      },
      asPages: { identity: clients.identity },
      forgetSession: () => void (cookie !== null && sessions.forget(cookie)),
      noteRead: (path) => logger.info({ staffId: person?.readerId ?? null, path, requestId }, 'page read'),
      report: (error, what) => logger.warn({ err: error, requestId }, what),
    };
  };
}

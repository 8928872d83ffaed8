import type { Client } from '@gatefold/api';
import type { BusinessClock, NewId } from '@gatefold/kernel';
import type { Logger } from '@gatefold/service-kit';
import type { Request } from 'express';
import type { Lookups } from './lookups.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';
import type { TurnedAway, Visit } from './visit.ts';

type Deps = {
  readonly clock: BusinessClock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly siteUrl: string;
  readonly paymentOrigins: readonly string[];
  readonly clients: Readonly<Record<'billing' | 'content' | 'entitlement' | 'identity', Client>>;
  readonly cookies: SessionCookie;
  readonly sessions: Sessions;
  readonly lookups: Lookups;
};

/** Makes a visit of each request: whose session it is, and in whose name the services are asked. */
export function createVisits({ clients, cookies, sessions, logger, ...deps }: Deps) {
  return async (req: Request, turnedAway: TurnedAway | null): Promise<Visit> => {
    const cookie = cookies.read(req.get('cookie'));
    const session = await sessions.of(cookie);
    const requestId = String(req.res?.locals['requestId']);
    const reader = {
      token: session.kind === 'reader' ? session.session.token : null,
      traceparent: req.get('traceparent'),
    };
    return {
      requestId,
      now: deps.clock.now(),
      turnedAway,
      session,
      cookie,
      cookies,
      from: req.ip ?? null,
      asReader: {
        content: speakingAs(clients.content, reader),
        billing: speakingAs(clients.billing, reader),
        entitlement: speakingAs(clients.entitlement, reader),
      },
      asSite: { billing: clients.billing, identity: clients.identity },
      lookups: deps.lookups,
      siteUrl: deps.siteUrl,
      newId: deps.newId,
      isPaymentPage: (url) => URL.canParse(url) && deps.paymentOrigins.includes(new URL(url).origin),
      forgetSession: () => void (cookie !== null && sessions.forget(cookie)),
      report: (error, what) => logger.warn({ err: error, requestId }, what),
    };
  };
}

type Voice = { readonly token: string | null; readonly traceparent: string | undefined };

const speakingAs = (client: Client, { token, traceparent }: Voice): Client => {
  const voice = { token, ...(traceparent === undefined ? {} : { traceparent }) };
  return {
    call: (endpoint, input) => client.call(endpoint, { ...input, ...voice }),
    exchange: (endpoint, input) => client.exchange(endpoint, { ...input, ...voice }),
  };
};

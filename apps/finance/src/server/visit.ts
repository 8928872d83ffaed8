import type { Client } from '@gatefold/api';
import type { SessionCookie, SessionState, TurnedAway } from '@gatefold/web-kit';
import { createContext, type RouterContextProvider } from 'react-router';

/** One request of one browser, and everything that the pages may ask for it. */
export type Visit = {
  readonly requestId: string;
  /** Business time, the same on the whole page. */
  readonly now: Date;
  readonly turnedAway: TurnedAway | null;
  readonly session: SessionState;
  /** The cookie that came with the request, whether or not it is good for anything. */
  readonly cookie: string | null;
  readonly cookies: Pick<SessionCookie, 'open' | 'close'>;
  /** What this browser was given when it left for the organisation's sign-in, and the page it wanted. */
  readonly leaving: string | null;
  readonly leavings: Pick<SessionCookie, 'open' | 'close'>;
  /** The network address of the browser; never logged. */
  readonly from: string | null;
  /** Speaks with the person's own token, so that each service sees who reads and with which role. */
  readonly asPerson: { readonly billing: Client; readonly entitlement: Client; readonly identity: Client };
  /** Speaks for these pages themselves: for signing in and out only. */
  readonly asPages: { readonly identity: Client };
  forgetSession(): void;
  /** Writes down who looks at which page. */
  noteRead(path: string): void;
  /** For what goes wrong without stopping the page. */
  report(error: unknown, what: string): void;
};

/** Where the pages find their visit. The server takes the key from the built pages, so that it is the same one. */
export const visitContext = createContext<Visit>();

export const visitOf = (context: Readonly<RouterContextProvider>): Visit => context.get(visitContext);

import type { Client } from '@gatefold/api';
import type { SessionCookie, SessionState, TurnedAway } from '@gatefold/web-kit';
import { createContext, type RouterContextProvider } from 'react-router';
import type { Trouble } from '../features/account/trouble.ts';
import type { Voice } from '../words/voice.ts';
import type { ChosenLanguage } from './languages.ts';
import type { PaperAt } from './papers.ts';
import type { Keeping } from './keeping.ts';
import type { Lookups } from './lookups.ts';
import type { MeterOfVisit } from './meter.ts';
import type { PassOfVisit } from './pass.ts';

/** One request of one browser, and everything that the pages may ask for it. */
export type Visit = {
  readonly requestId: string;
  /** Business time, the same on the whole page. */
  readonly now: Date;
  readonly turnedAway: TurnedAway | null;
  /** How this reader is spoken to. Whoever keeps a page keeps it by its language. */
  readonly voice: Voice;
  /** The reader's language with their country, where it is known: for what others write to them. */
  readonly locale: string;
  readonly session: SessionState;
  /** The cookie that came with the request, whether or not it is good for anything. */
  readonly cookie: string | null;
  readonly cookies: Pick<SessionCookie, 'open' | 'close'>;
  /** What a code in a mail is good for in this browser; null when it asked for none. */
  readonly attempt: string | null;
  readonly attempts: Pick<SessionCookie, 'open' | 'close'>;
  /** Names the try with a passkey that this browser has begun; null when it has begun none. */
  readonly ceremony: string | null;
  readonly ceremonies: Pick<SessionCookie, 'open' | 'close'>;
  /** As its owner would name it. */
  readonly device: string | undefined;
  /** The network address of the browser; never logged. */
  readonly from: string | null;
  /** Speaks with the reader's own token, or as nobody. */
  readonly asReader: {
    readonly content: Client;
    readonly billing: Client;
    readonly entitlement: Client;
    readonly mail: Client;
  };
  /** Billing, for one who came by a mailed link: with the token of its one purpose. */
  asHolderOf(token: string): Client;
  /** Speaks for the site itself. */
  readonly asSite: {
    readonly billing: Client;
    readonly content: Client;
    readonly identity: Client;
    readonly mail: Client;
  };
  /** Keeps the language that somebody has chosen in this browser. */
  readonly chosenLanguage: ChosenLanguage;
  /** From where is read, signed for content; null for whoever is in no institution's network. */
  place(): Promise<string | null>;
  readonly meter: MeterOfVisit;
  readonly pass: PassOfVisit;
  readonly lookups: Lookups;
  /** Whether this page is kept for the next who would get the same. */
  readonly keeping: Keeping;
  /** Whether a wall is the same at every network address; see places. */
  isSameEverywhere(): boolean;
  readonly siteUrl: string;
  /** All papers of the house, this one among them. */
  readonly house: readonly PaperAt[];
  newId(): string;
  /** For a page that carries a script: a nonce for this answer alone, and the policy that lets it run. */
  mayRunScript(): { readonly nonce: string; readonly policy: string };
  isPaymentPage(url: string): boolean;
  forgetSession(): void;
  /** What is wrong with the reader's payment; null when nothing is or nobody can say. Never holds a page up. */
  trouble(): Promise<Trouble | null>;
  forgetTrouble(): void;
  /** For what goes wrong without stopping the page. */
  report(error: unknown, what: string): void;
};

/** Where the pages find their visit. The server takes the key from the built pages, so that it is the same one. */
export const visitContext = createContext<Visit>();

export const visitOf = (context: Readonly<RouterContextProvider>): Visit => context.get(visitContext);

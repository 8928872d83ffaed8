import { home, ownPath } from '@gatefold/web-kit/own-path';
import type { ReactNode } from 'react';
import {
  Links,
  Meta,
  Outlet,
  useRouteError,
  useRouteLoaderData,
  type LinksFunction,
  type LoaderFunctionArgs,
  type MiddlewareFunction,
} from 'react-router';
import { TroubleBanner } from './features/account/trouble-banner.tsx';
import { Footer } from './features/newspaper/footer.tsx';
import { Masthead } from './features/newspaper/masthead.tsx';
import { ProblemPage } from './features/problem/problem-page.tsx';
import { turnedAwayPage, wordsFor } from './features/problem/problem.ts';
import { visitOf, type Visit } from './server/visit.ts';
import { offerPath, signInPath } from './coming-back.ts';
import { themeOf } from './themes.ts';
import { Head, useVoice } from './words/speaking.tsx';

export const links: LinksFunction = () => [{ rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }];

/** Before any page: what the server has turned away gets its problem page and nothing else runs. */
export const middleware: MiddlewareFunction<Response>[] = [
  async ({ context }, next) => {
    const { turnedAway } = visitOf(context);
    if (turnedAway !== null) throw turnedAwayPage(turnedAway);
    return next();
  },
];

const piece = /^\/(articles|sections|columns|authors|galleries|search)\b/;

/** What stands around every page. Never fails, so that a page's own trouble can still be told in its frame. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { lookups, session, now, requestId, voice } = visit;
  const { pathname } = new URL(request.url);
  const here = (piece.test(pathname) ? ownPath(pathname) : null) ?? home;
  const [sections, trouble] = await Promise.all([lookups.sections(), troubleAt(visit, pathname)]);
  if (trouble !== null || sections.length === 0) visit.keeping.never();
  return {
    sections,
    trouble,
    here,
    stay: ownPath(pathname) ?? home,
    // One whom we cannot recognise just now is not asked to sign in again.
    who: session.kind === 'none' || session.kind === 'ended' ? ('guest' as const) : ('reader' as const),
    today: new Intl.DateTimeFormat(voice.locale, { dateStyle: 'full', timeZone: voice.zone }).format(now),
    todayIso: now.toISOString().slice(0, 10),
    offerHref: offerPath(here),
    signInHref: signInPath(here === home ? (ownPath('/account') ?? home) : here),
    requestId,
  };
}

/** Told on the pages of the paper; on the others a reader is about to mend it, or does something else. */
async function troubleAt(visit: Visit, pathname: string) {
  if (pathname !== home && !piece.test(pathname)) return null;
  const trouble = await visit.trouble();
  // The wall of an article says the same to one who is shut out.
  return trouble?.isClosed === true && pathname.startsWith('/articles/') ? null : trouble;
}

type Frame = Awaited<ReturnType<typeof loader>>;

const noFrame: Frame = {
  sections: [],
  trouble: null,
  here: home,
  stay: home,
  who: 'guest',
  today: '',
  todayIso: '',
  offerHref: offerPath(home),
  signInHref: signInPath(home),
  requestId: '',
};

export function Layout({ children }: { children: ReactNode }) {
  const {
    requestId: _,
    trouble,
    here,
    stay,
    ...frame
  } = (useRouteLoaderData('root') as Frame | undefined) ?? noFrame;
  const { say, language, paper } = useVoice();
  const { styles, fonts } = themeOf(paper.key);
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        {fonts.map((href) => (
          <link key={href} rel="preload" href={href} as="font" type="font/woff2" crossOrigin="anonymous" />
        ))}
        <link rel="stylesheet" href={styles} />
        <Links />
        <link rel="alternate" type="application/atom+xml" href="/feed.xml" title={paper.name} />
      </head>
      <body>
        <a className="skip visually-hidden" href="#content">
          {say('frame.skip')}
        </a>
        <Masthead {...frame} />
        {trouble !== null && <TroubleBanner trouble={trouble} here={here} />}
        <main id="content">{children}</main>
        <Footer who={frame.who} signInHref={frame.signInHref} here={stay} />
      </body>
    </html>
  );
}

/** The pages ship no script: no `<Scripts />` here, and the policy of the server would run none. */
export default function Site() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const { words } = wordsFor(useRouteError());
  const frame = useRouteLoaderData('root') as Frame | undefined;
  const { say } = useVoice();
  return (
    <>
      <Head title={say(words.title)} />
      <ProblemPage words={words} requestId={frame?.requestId ?? null} />
    </>
  );
}

import { pathOf } from '@gatefold/web-kit/own-path';
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
import { TopBar } from './features/frame/top-bar.tsx';
import { ProblemPage } from './features/problem/problem-page.tsx';
import { turnedAwayPage, wordsFor } from './features/problem/problem.ts';
import { publication } from './publication.ts';
import { admit, isOpen, isStaff } from './server/admission.ts';
import { visitOf } from './server/visit.ts';
import { waitingOf } from './server/waiting.ts';
import { askedFor } from './words/typed-id.ts';
import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import styles from './styles/finance.css?url';

export const links: LinksFunction = () => [
  { rel: 'preload', href: inter, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
];

/** Before any page, also one that does not exist: only who holds the role comes further. */
export const middleware: MiddlewareFunction<Response>[] = [
  async ({ context, request }, next) => {
    const visit = visitOf(context);
    const path = pathOf(request);
    if (visit.turnedAway !== null) throw turnedAwayPage(visit.turnedAway, visit.requestId);
    if (!isOpen(path)) admit(visit, path);
    return next();
  },
];

/** What stands around every page. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { session, now, requestId } = visit;
  const isIn = session.kind === 'reader' && isStaff(session.session);
  return {
    isStaff: isIn,
    isAdmin: session.kind === 'reader' && session.session.role === 'admin',
    waiting: isIn ? await waitingOf(visit) : null,
    now: now.toISOString(),
    path: new URL(request.url).pathname,
    found: isIn ? findText(request) : '',
    requestId,
  };
}

/** What was looked for stays in the field on the page that says what came of it. */
function findText({ url }: Pick<Request, 'url'>): string {
  const { pathname, searchParams } = new URL(url);
  const asked = askedFor(pathname === '/search' ? searchParams.get('q') : null);
  return asked.is === 'id' ? asked.text : '';
}

type Loaded = Awaited<ReturnType<typeof loader>>;
type Frame = Omit<Loaded, 'now' | 'requestId'> & {
  readonly now: string | null;
  readonly requestId: string | null;
};

/** Around a page of which nothing is known, such as that of a mistake of our own. */
const bare: Frame = {
  ...{ isStaff: false, isAdmin: false, waiting: null, now: null },
  ...{ path: '', found: '', requestId: null },
};

export function Layout({ children }: { children: ReactNode }) {
  const frame = (useRouteLoaderData('root') as Frame | undefined) ?? bare;
  return (
    <html lang={publication.locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <Meta />
        <Links />
      </head>
      <body>
        <a className="skip visually-hidden" href="#content">
          Skip to the content
        </a>
        <TopBar
          paper={publication.name}
          isStaff={frame.isStaff}
          isAdmin={frame.isAdmin}
          waiting={frame.waiting}
          now={frame.now}
          path={frame.path}
          found={frame.found}
        />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}

/** The pages ship no script: no `<Scripts />` here, and the policy of the server would run none. */
export default function Finance() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const words = wordsFor(useRouteError());
  const frame = useRouteLoaderData('root') as Frame | undefined;
  return (
    <>
      <title>{`${words.title} · Gatefold finance`}</title>
      <ProblemPage words={words} requestId={frame?.requestId ?? null} />
    </>
  );
}

import { Button } from '@gatefold/ui/button';
import { FindField } from './find-field.tsx';
import { Instant } from '../../parts/instant.tsx';

type Props = {
  readonly paper: string;
  readonly isStaff: boolean;
  readonly isAdmin: boolean;
  /** How many requests wait for a second person; null where nobody says. */
  readonly waiting: number | null;
  /** Business time, as services write it. */
  readonly now: string | null;
  readonly path: string;
  /** What was just looked for. */
  readonly found: string;
};

type Place = { readonly href: string; readonly name: string; readonly waiting?: number | null };

/** Where one is every day. */
const placesWith = (waiting: number | null): readonly Place[] => [
  { href: '/events', name: 'Events' },
  { href: '/reports', name: 'Reports' },
  { href: '/requests', name: 'Requests', waiting },
  { href: '/gifts', name: 'Gifts' },
  { href: '/periods', name: 'Periods' },
  { href: '/offers', name: 'Offers' },
];

const morePlaces: readonly Place[] = [
  { href: '/cases', name: 'Cases' },
  { href: '/reconciliation', name: 'Reconciliation' },
  { href: '/audit', name: 'Audit log' },
  { href: '/exports', name: 'Exports' },
  { href: '/price-rises', name: 'Price rises' },
  { href: '/imports', name: 'Imports' },
  { href: '/institutions', name: 'Institutions' },
  { href: '/webhooks', name: 'Webhooks' },
  { href: '/playground', name: 'Playground' },
  { href: '/latency', name: 'Latency' },
  { href: '/security', name: 'Your sign-in' },
];

const adminPlaces: readonly Place[] = [{ href: '/staff', name: 'Staff' }];

type Leading = { readonly to: readonly Place[]; readonly path: string };

const Places = ({ to, path }: Leading) =>
  to.map(({ href, name, waiting }) => (
    <a key={href} href={href} aria-current={path.startsWith(href) ? 'page' : undefined}>
      {name}
      {(waiting ?? 0) > 0 && (
        <>
          {' '}
          <span className="count">
            {waiting}
            <span className="visually-hidden"> waiting</span>
          </span>
        </>
      )}
    </a>
  ));

/** What is needed less often, behind one word that names where one is. */
function More({ to, path }: Leading) {
  const here = to.find(({ href }) => path.startsWith(href));
  return (
    <details className="more">
      <summary>{here === undefined ? 'More' : `More: ${here.name}`}</summary>
      <div>
        <Places to={to} path={path} />
      </div>
    </details>
  );
}

/** Whose books these are, where one is, and as of when. Nothing of it but the name for those who are not let in. */
export function TopBar({ paper, isStaff, isAdmin, waiting, now, path, found }: Props) {
  return (
    <header className="top-bar">
      <p className="name">
        <b>Gatefold</b> <span>finance · {paper}</span>
      </p>
      {isStaff && (
        <>
          <nav aria-label="Main">
            <Places to={placesWith(waiting)} path={path} />
            <More to={[...morePlaces, ...(isAdmin ? adminPlaces : [])]} path={path} />
          </nav>
          <FindField text={found} />
          {now !== null && (
            <p className="meta as-of">
              as of <Instant at={now} named />
            </p>
          )}
          <form method="post" action="/sign-out">
            <Button>Sign out</Button>
          </form>
        </>
      )}
    </header>
  );
}

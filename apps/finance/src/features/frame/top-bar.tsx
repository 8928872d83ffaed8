import { Button } from '@gatefold/ui/button';
import { Instant } from '../../parts/instant.tsx';

type Props = {
  readonly paper: string;
  readonly isStaff: boolean;
  readonly isAdmin: boolean;
  /** Business time, as services write it. */
  readonly now: string | null;
  readonly path: string;
};

const places = [
  { href: '/events', name: 'Events' },
  { href: '/reports', name: 'Reports' },
  { href: '/gifts', name: 'Gifts' },
  { href: '/periods', name: 'Periods' },
  { href: '/exports', name: 'Exports' },
  { href: '/offers', name: 'Offers' },
  { href: '/imports', name: 'Imports' },
  { href: '/institutions', name: 'Institutions' },
  { href: '/webhooks', name: 'Webhooks' },
  { href: '/playground', name: 'Playground' },
  { href: '/latency', name: 'Latency' },
  { href: '/security', name: 'Your sign-in' },
] as const;

const adminPlaces = [{ href: '/staff', name: 'Staff' }] as const;

/** Whose books these are, where one is, and as of when. Nothing of it but the name for those who are not let in. */
export function TopBar({ paper, isStaff, isAdmin, now, path }: Props) {
  return (
    <header className="top-bar">
      <p className="name">
        <b>Gatefold</b> <span>finance · {paper}</span>
      </p>
      {isStaff && (
        <>
          <nav aria-label="Main">
            {[...places, ...(isAdmin ? adminPlaces : [])].map(({ href, name }) => (
              <a key={href} href={href} aria-current={path.startsWith(href) ? 'page' : undefined}>
                {name}
              </a>
            ))}
          </nav>
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

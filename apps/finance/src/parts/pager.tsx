import type { PageLinks } from '../words/pages-of.ts';

/** A step to newer and to older rows. A direction in which nothing is left is said, not hidden. */
export function Pager({ links: { newest, newer, older } }: { readonly links: PageLinks }) {
  if (newest === null && newer === null && older === null) return null;
  return (
    <nav className="pager" aria-label="Pages of the list">
      {newest !== null && <a href={newest}>Newest</a>}
      {newer === null ? (
        newest === null && <span className="meta">nothing newer</span>
      ) : (
        <a href={newer} rel="prev">
          Newer
        </a>
      )}
      {older === null ? (
        <span className="meta">nothing older</span>
      ) : (
        <a href={older} rel="next">
          Older
        </a>
      )}
    </nav>
  );
}

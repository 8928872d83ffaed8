import type { ReactNode } from 'react';

type Props = {
  /** Where one came from. */
  readonly back: { readonly href: string; readonly name: string };
  readonly title: ReactNode;
  /** What is said of it at once. */
  readonly children?: ReactNode;
};

/** How a page begins that another one leads to: the way back, and what it is about. */
export function PageHead({ back, title, children }: Props) {
  return (
    <header className="stack">
      <p className="meta">
        <a href={back.href}>{back.name}</a>
      </p>
      <h1>{title}</h1>
      {children}
    </header>
  );
}

type Props = {
  readonly title: string;
  /** Where one came from; a page that the navigation leads to has none. */
  readonly back: { readonly href: string; readonly name: string };
};

/** How a page begins that another one leads to: the way back, and what it is about. */
export function PageHead({ title, back }: Props) {
  return (
    <header className="stack">
      <p className="meta">
        <a href={back.href}>{back.name}</a>
      </p>
      <h1>{title}</h1>
    </header>
  );
}

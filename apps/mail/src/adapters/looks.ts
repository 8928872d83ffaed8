/** What tells the mails of one title from those of another. Everything else of the layout is the house's. */
export type Look = {
  readonly face: string;
  readonly ink: string;
  /** Of the masthead and the one button. */
  readonly accent: string;
  /** In dark mode: the button, and what stands on it. */
  readonly darkAccent: string;
  readonly darkOnAccent: string;
};

/** Newsprint. */
const plain: Look = {
  face: "Georgia,'Times New Roman',serif",
  ink: '#1a1a1a',
  accent: '#1a1a1a',
  darkAccent: '#ededed',
  darkOnAccent: '#121212',
};

/** By the key of the title, in the colours of its theme; a title without one of its own has the plain one. */
const looks: Readonly<Record<string, Look>> = {
  signal: {
    face: "system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif",
    ink: '#10191c',
    accent: '#00596b',
    darkAccent: '#6fd3e3',
    darkOnAccent: '#04181c',
  },
};

export const lookOf = (title: string): Look => looks[title] ?? plain;

import { languages, type Language } from '@gatefold/words';

/** One text of an issue, as the editors wrote it. */
export type Edition = {
  readonly subject: string;
  readonly preview: string;
  readonly opening?: string | undefined;
  readonly stories: readonly Story[];
};

/** `path` is on the paper's own site, so that no issue can lead anywhere else. */
export type Story = { readonly title: string; readonly says: string; readonly path: string };

export type Editions = Readonly<Partial<Record<Language, Edition | undefined>>>;

/** What is sent once to all who asked for a newsletter. */
export type Issue = { readonly id: string; readonly newsletter: string; readonly editions: Editions };

/** The text for a reader: in their language, else in the first that there is; null for an issue without any. */
export function editionFor(
  editions: Editions,
  wanted: Language,
): { readonly language: Language; readonly edition: Edition } | null {
  for (const language of [wanted, ...languages]) {
    const edition = editions[language];
    if (edition !== undefined) return { language, edition };
  }
  return null;
}

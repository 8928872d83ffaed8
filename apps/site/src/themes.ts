import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import serif from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2?url';
import main from './styles/site.css?url';
import signal from './styles/signal.css?url';

/** How a paper looks: its style sheet, which begins with its tokens, and the faces that every page of it uses. */
export type Theme = { readonly styles: string; readonly fonts: readonly string[] };

const usual: Theme = { styles: main, fonts: [serif, inter] };

const own: Readonly<Record<string, Theme>> = { signal: { styles: signal, fonts: [inter] } };

/** A paper without a theme of its own has the one that the site was built with. */
export const themeOf = (publication: string): Theme => own[publication] ?? usual;

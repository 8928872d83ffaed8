import type { Say } from '@gatefold/words';

/** What a letter about an account is written from. */
export type About = { readonly publication: string; readonly url: string; readonly say: Say };

import { publication } from '../src/publication.ts';
import { voiceOf } from '../src/words/voice.ts';

/** How readers of the paper's own language and zone are spoken to, and the others. */
export const english = voiceOf({ paper: publication, language: 'en', zone: publication.zone });
export const german = voiceOf({ paper: publication, language: 'de', zone: 'Europe/Berlin' });

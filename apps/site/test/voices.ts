import { meridian } from '../src/publication.ts';
import { voiceOf } from '../src/words/voice.ts';

/** How readers of the paper's own language and zone are spoken to, and the others. */
export const english = voiceOf({ paper: meridian, language: 'en', zone: meridian.zone });
export const german = voiceOf({ paper: meridian, language: 'de', zone: 'Europe/Berlin' });

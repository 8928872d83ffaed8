import { isId } from '@gatefold/kernel';
import type { LeaveLinks } from '../usecases/newsletter-ports.ts';
import type { Seal } from './seal.ts';

/** What is sealed here opens nothing else that is sealed with the same keys. */
const ABOUT = 'newsletter-leave';

/**
 * Links that carry all they need, sealed: nothing is kept for them, they name nobody to whoever sees one, and each
 * does one thing only.
 */
export const sealedLeaveLinks = ({ seal }: { seal: Seal }): LeaveLinks => ({
  urlFor: ({ readerId, newsletter }, siteUrl) =>
    `${siteUrl}/newsletters/leave?token=${seal.close(`${readerId} ${newsletter}`, ABOUT)}`,

  read(token) {
    try {
      const [readerId = '', newsletter = ''] = seal.open(token, ABOUT).split(' ');
      return isId(readerId) && newsletter !== '' ? { readerId, newsletter } : null;
    } catch {
      return null;
    }
  },
});

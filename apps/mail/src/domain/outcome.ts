import { MINUTE, SECOND } from '@gatefold/kernel';

/** How far a mail had come, and what the server said, when handing it over failed. */
export type HandoverFailure = {
  /** Whether the server had begun to take the letter's text. */
  readonly begun: boolean;
  /** The server's answer, or null when it gave none. */
  readonly responseCode: number | null;
};

export type Verdict = 'try-again' | 'refused' | 'uncertain';

/**
 * What a failed handover means for the mail.
 *
 * An answer decides: 5xx is final, 4xx asks to come back. Without one the mail is certainly not
 * sent as long as the server had not begun to take it; after that nobody knows, and a mail that
 * may have arrived is never sent again by itself.
 */
export function verdictOf({ begun, responseCode }: HandoverFailure): Verdict {
  if (responseCode !== null && responseCode >= 500) return 'refused';
  if (responseCode !== null && responseCode >= 400) return 'try-again';
  return begun ? 'uncertain' : 'try-again';
}

const LONGEST = 10 * MINUTE;

/** How long to wait after the `attempts`-th try: one second, then twice as long each time, ten minutes at most. */
export const waitAfter = (attempts: number): number =>
  Math.min(LONGEST, SECOND * 2 ** Math.min(attempts - 1, 20));

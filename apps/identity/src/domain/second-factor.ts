import { HOUR, plus } from '@gatefold/kernel';

/** After a working day a session is a reader's again, until the factor is shown anew. Machine time. */
const LASTS = 12 * HOUR;

/**
 * Whether a role counts in a session. `none`: there is no role that needs it; `unset`: the account has
 * no second factor yet; `due`: it has one, and this session has not shown it; `passed`: it counts.
 */
export type SecondFactor = 'none' | 'unset' | 'due' | 'passed';

type Known = {
  readonly hasRole: boolean;
  readonly isEnrolled: boolean;
  readonly shownAt: Date | null;
};

export function secondFactorOf({ hasRole, isEnrolled, shownAt }: Known, now: Date): SecondFactor {
  if (!hasRole) return 'none';
  if (shownAt !== null && now < plus(shownAt, LASTS)) return 'passed';
  return isEnrolled ? 'due' : 'unset';
}

/** Whether what was typed has the form of an authenticator's code; all else is tried as a backup code. */
export const isAppCode = (code: string): boolean => /^\d{6}$/.test(code);

/** People read codes in groups, and type them so. */
export const normaliseCode = (typed: string): string => {
  const code = typed.replaceAll(/\s/g, '');
  return isAppCode(code.replace('-', '')) ? code.replace('-', '') : code;
};

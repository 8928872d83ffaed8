/**
 * The page that a mailed link opens. It only shows a button: mail scanners open links, and must
 * not use them up.
 */
export const confirmUrl = (appUrl: string, token: string): string =>
  `${appUrl.replace(/\/$/, '')}/sign-in/confirm?token=${encodeURIComponent(token)}`;

/**
 * The page that a mailed link opens. It only shows a button: mail scanners open links, and must
 * not use them up.
 */
export const confirmUrl = (siteUrl: string, token: string): string =>
  `${siteUrl.replace(/\/$/, '')}/sign-in/confirm?token=${encodeURIComponent(token)}`;

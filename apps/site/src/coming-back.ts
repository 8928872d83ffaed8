import { withQuery, type OwnPath } from '@gatefold/web-kit/own-path';

/** `plan` is another than the paper's own. */
export function offerPath(returnTo: OwnPath, plan?: string): OwnPath {
  const page = '/offer' as OwnPath;
  return withQuery(plan === undefined ? page : withQuery(page, 'plan', plan), 'returnTo', returnTo);
}

/** To the plans that one's subscription may be changed to. */
export const planPath = (returnTo: OwnPath): OwnPath =>
  withQuery('/account/plan' as OwnPath, 'returnTo', returnTo);

export const signInPath = (returnTo: OwnPath): OwnPath =>
  withQuery('/sign-in' as OwnPath, 'returnTo', returnTo);

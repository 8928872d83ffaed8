import { withQuery, type OwnPath } from '@gatefold/web-kit/own-path';

export const offerPath = (returnTo: OwnPath): OwnPath => withQuery('/offer' as OwnPath, 'returnTo', returnTo);

export const signInPath = (returnTo: OwnPath): OwnPath =>
  withQuery('/sign-in' as OwnPath, 'returnTo', returnTo);

import { withQuery, type OwnPath } from '@gatefold/web-kit/own-path';

export const signInPath = (next: OwnPath): OwnPath => withQuery('/sign-in' as OwnPath, 'next', next);

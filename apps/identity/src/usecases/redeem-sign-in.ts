import type { NewId } from '@gatefold/kernel';
import { settle } from '../domain/settle.ts';
import type { OpeningLink, SignInCode, SignInCodes, SignIns } from './ports.ts';

type Deps = { signIns: SignIns; newId: NewId };

/** `device` is how the session is named in its owner's list. */
export const redeemSignIn =
  ({ signIns, newId }: Deps) =>
  (link: OpeningLink) =>
    signIns.redeem(link, (known) => settle(known, newId()));

/** Uses the link up that the code stands for. */
export const redeemSignInCode =
  ({ codes, ...deps }: Deps & { codes: SignInCodes }) =>
  async ({ device, spokenLocale, ...code }: SignInCode & Omit<OpeningLink, 'token'>) =>
    redeemSignIn(deps)({ token: await codes.open(code), device, spokenLocale });

import type { NewId } from '@gatefold/kernel';
import { settle } from '../domain/settle.ts';
import type { SignIns } from './ports.ts';

export const redeemSignIn =
  ({ signIns, newId }: { signIns: SignIns; newId: NewId }) =>
  ({ token }: { token: string }) =>
    signIns.redeem(token, (known) => settle(known, newId()));

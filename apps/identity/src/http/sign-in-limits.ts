import { refuseWhile, type Limiter } from '@gatefold/service-kit';
import type { Response } from 'express';

export type SignInLimits = {
  take(res: Response, who: { address: string; ip: string | null }): Promise<void>;
  /** Tries of codes, by the place that they come from. */
  takeTry(res: Response, ip: string | null): Promise<void>;
  /** Tries with a passkey that are begun; each page of the sign-in may begin one by itself. */
  takeCeremony(res: Response, ip: string | null): Promise<void>;
  /** Mails that an open session asks for. */
  takeOfAccount(res: Response, readerId: string): Promise<void>;
  /** Tries at an account's second factor, wherever they come from. */
  takeFactorTry(res: Response, readerId: string): Promise<void>;
};

type Deps = {
  perAddress: Limiter;
  perIp: Limiter;
  triesPerIp: Limiter;
  ceremoniesPerIp: Limiter;
  perAccount: Limiter;
  factorTries: Limiter;
  hash: (address: string) => string;
};

/** So many links for an address, and for a place on the network, in a quarter of an hour. */
export const signInLimits = ({
  perAddress,
  perIp,
  triesPerIp,
  ceremoniesPerIp,
  perAccount,
  factorTries,
  hash,
}: Deps): SignInLimits => ({
  async take(res, { address, ip }) {
    refuseWhile(res, (ip === null ? null : await perIp.take(ip)) ?? (await perAddress.take(hash(address))));
  },
  takeTry: async (res, ip) => refuseWhile(res, ip === null ? null : await triesPerIp.take(ip)),
  takeCeremony: async (res, ip) => refuseWhile(res, ip === null ? null : await ceremoniesPerIp.take(ip)),
  takeOfAccount: async (res, readerId) => refuseWhile(res, await perAccount.take(readerId)),
  takeFactorTry: async (res, readerId) => refuseWhile(res, await factorTries.take(readerId)),
});

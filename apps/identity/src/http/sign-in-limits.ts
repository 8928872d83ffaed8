import { refuseCommon } from '@gatefold/service-kit';
import type { Response } from 'express';
import type { Limiter } from '../usecases/ports.ts';

export type SignInLimits = {
  take(res: Response, who: { address: string; ip: string | null }): Promise<void>;
};

type Deps = { perAddress: Limiter; perIp: Limiter; hash: (address: string) => string };

/** So many links for an address, and for a place on the network, in a quarter of an hour. */
export const signInLimits = ({ perAddress, perIp, hash }: Deps): SignInLimits => ({
  async take(res, { address, ip }) {
    const wait = (ip === null ? null : await perIp.take(ip)) ?? (await perAddress.take(hash(address)));
    if (wait === null) return;
    res.set('retry-after', String(wait.retryAfterSeconds));
    throw refuseCommon('too-many-requests');
  },
});

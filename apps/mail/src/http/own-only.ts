import { callerOf, refuseCommon } from '@gatefold/service-kit';
import type { Response } from 'express';

/** A reader with a confirmed address, about themselves. */
export function ownOnly(res: Response, readerId: string): void {
  const caller = callerOf(res);
  if (caller.kind === 'anonymous') throw refuseCommon('sign-in-required');
  if (caller.kind !== 'reader' || caller.provisional || caller.readerId !== readerId)
    throw refuseCommon('not-allowed');
}

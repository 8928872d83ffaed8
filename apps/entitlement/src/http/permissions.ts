import { callerOf, refuseCommon, type Role } from '@gatefold/service-kit';
import type { Response } from 'express';

/**
 * Whose access the caller asks about; null for a visitor who is not signed in.
 *
 * Services and staff may ask about everyone, a reader (a provisional one as well) about themselves only,
 * and needs not say so. Refuses with `sign-in-required` or `not-allowed`.
 */
export function readerAskedFor(res: Response, asked: string | undefined): string | null {
  const caller = callerOf(res);
  switch (caller.kind) {
    case 'anonymous':
      throw refuseCommon('sign-in-required');
    case 'service':
      return asked ?? null;
    case 'reader':
      if (asked !== undefined && asked !== caller.readerId && !isStaff(caller))
        throw refuseCommon('not-allowed');
      return asked ?? caller.readerId;
  }
}

const isStaff = ({ role, provisional }: { role: Role; provisional: boolean }): boolean =>
  !provisional && (role === 'finance' || role === 'admin');

import { callerOf } from '@gatefold/service-kit';
import type { Response } from 'express';

/** Who asks, as the audit log names them. */
export function actorOf(res: Response): string {
  const caller = callerOf(res);
  switch (caller.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'service':
      return `service:${caller.name}`;
    case 'reader':
      return caller.only === undefined
        ? `${caller.role}:${caller.readerId}`
        : `mailed-link:${caller.readerId}`;
  }
}

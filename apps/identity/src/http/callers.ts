import { refuseCommon, requireRole, requireService, type Role } from '@gatefold/service-kit';
import type { Response } from 'express';

type ServiceName = 'billing' | 'entitlement' | 'mail' | 'site' | 'finance' | 'cli' | 'dev';

/** Some answers are for a named service only, since they hold an address or open a door. */
export function requireOneOf(res: Response, services: readonly ServiceName[]): void {
  if (!(services as readonly string[]).includes(requireService(res))) throw refuseCommon('not-allowed');
}

/** Staff with one of `allowed`, or one of the services that act for those who run the system. */
export function requireStaff(
  res: Response,
  allowed: readonly Role[],
  services: readonly ServiceName[],
): void {
  if (requireRole(res, allowed).kind === 'service') requireOneOf(res, services);
}

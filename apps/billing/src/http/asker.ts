import type { MailedPurpose } from '@gatefold/api';
import { callerOf, readerOf, refuseCommon, requireRole } from '@gatefold/service-kit';
import type { Request, Response } from 'express';
import type { Asker } from '../usecases/ownership.ts';

/** Services that may look at everything; a person's own rights come with the person's token. */
const onlookers = ['site', 'finance', 'cli', 'entitlement', 'dev'] as const;
/** Services that may do things for anybody: the operator's tool and the development token. */
const operators = ['cli', 'dev'] as const;

function requireOneOf(name: string, allowed: readonly string[]): void {
  if (!allowed.includes(name)) throw refuseCommon('not-allowed');
}

/** A reader sees what is theirs; staff of finance and the services named above see all. */
export function seesOf(res: Response): Asker {
  const caller = callerOf(res);
  if (caller.kind === 'service') {
    requireOneOf(caller.name, onlookers);
    return 'staff';
  }
  const { readerId, role } = readerOf(res);
  return role === 'finance' || role === 'admin' ? 'staff' : { readerId };
}

/** A reader changes what is theirs, and nobody else's, whatever their role. */
export function changesOf(res: Response): Asker {
  const caller = callerOf(res);
  if (caller.kind === 'service') {
    requireOneOf(caller.name, operators);
    return 'staff';
  }
  return { readerId: readerOf(res).readerId };
}

/**
 * As `changesOf`; besides, whoever came by a mailed link for this purpose, and for the very subscription
 * that the path names.
 */
export const changesBy = (req: Request, res: Response, purpose: MailedPurpose): Asker =>
  holderOf(req, res, [purpose]) ?? changesOf(res);

/** As `seesOf`, for whoever came by a mailed link of one of these purposes as well. */
export const seesBy = (req: Request, res: Response, ...purposes: readonly MailedPurpose[]): Asker =>
  holderOf(req, res, purposes) ?? seesOf(res);

/** Null for whoever came by no mailed link. */
function holderOf(req: Request, res: Response, purposes: readonly string[]): Asker | null {
  const caller = callerOf(res);
  if (caller.kind !== 'reader' || caller.only === undefined) return null;
  const { purpose, subject } = caller.only;
  if (!purposes.includes(purpose) || subject !== req.params['id']) throw refuseCommon('not-allowed');
  return { readerId: caller.readerId };
}

/** Finance's own pages: people with that role, the console, the operator's tool. */
export function requireFinance(res: Response): void {
  const caller = requireRole(res, ['finance', 'admin']);
  if (caller.kind === 'service') requireOneOf(caller.name, ['finance', 'cli', 'dev']);
}

/** Money goes back only by the word of a person with the role, or the development token. */
export function requireRefunder(res: Response): void {
  const caller = requireRole(res, ['finance', 'admin']);
  if (caller.kind === 'service') requireOneOf(caller.name, ['dev']);
}

/** A second pair of eyes belongs to a person: no service decides, whatever else it may. */
export function requirePersonOfFinance(res: Response): void {
  const caller = requireRole(res, ['finance', 'admin']);
  if (caller.kind === 'service') throw refuseCommon('not-allowed');
}

export function requireAdmin(res: Response): void {
  const caller = requireRole(res, ['admin']);
  if (caller.kind === 'service') requireOneOf(caller.name, operators);
}

/** What is written on a gift goes to mail, which sends it, and to the development token. */
export function requireMail(res: Response): void {
  const caller = callerOf(res);
  if (caller.kind === 'anonymous') throw refuseCommon('sign-in-required');
  if (caller.kind !== 'service') throw refuseCommon('not-allowed');
  requireOneOf(caller.name, ['mail', 'dev']);
}

export function requireExplainer(res: Response): void {
  const caller = callerOf(res);
  if (caller.kind === 'anonymous') throw refuseCommon('sign-in-required');
  if (caller.kind !== 'service') throw refuseCommon('not-allowed');
  requireOneOf(caller.name, ['entitlement', 'finance', 'cli', 'dev']);
}

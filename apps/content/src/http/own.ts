import { content } from '@gatefold/api';
import { callerOf, parse, readerOf, refuseCommon } from '@gatefold/service-kit';
import type { Request, Response } from 'express';

/** Whose reading is asked about: nobody but its owner sees it. */
export function ownIn(req: Request, res: Response): string {
  const { id } = parse(content.listReads.params, req.params);
  if (callerOf(res).kind === 'service') throw refuseCommon('not-allowed');
  if (readerOf(res).readerId !== id) throw refuseCommon('not-allowed');
  return id;
}

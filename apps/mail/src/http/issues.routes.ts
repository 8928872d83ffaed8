import { expressPath, mail } from '@gatefold/api';
import { parse, refuseCommon, requireRole } from '@gatefold/service-kit';
import { Router, type Response } from 'express';
import type { Issue } from '../domain/issue.ts';
import type { Progress } from '../usecases/newsletter-ports.ts';

type Deps = {
  sendIssue(issue: Issue): Promise<void>;
  issueProgress(id: string): Promise<Progress>;
};

/** What editors send, and how far it is. */
export function issueRoutes({ sendIssue, issueProgress }: Deps): Router {
  const router = Router();

  router.post(expressPath(mail.sendIssue), async (req, res) => {
    newsroomOnly(res);
    const issue = parse(mail.sendIssue.body, req.body);
    await sendIssue(issue);
    res.status(202).json({ id: issue.id });
  });

  router.get(expressPath(mail.getIssue), async (req, res) => {
    newsroomOnly(res);
    const { id } = parse(mail.getIssue.params, req.params);
    const { newsletter, acceptedAt, spreadAt, mails } = await issueProgress(id);
    res.set('cache-control', 'no-store').json({
      ...{ id, newsletter, mails },
      ...{ acceptedAt: acceptedAt.toISOString(), spreadAt: spreadAt?.toISOString() ?? null },
    });
  });

  return router;
}

/** Editors, and the tool of those who run it: no other service writes to all readers. */
function newsroomOnly(res: Response): void {
  const caller = requireRole(res, ['editor', 'admin']);
  if (caller.kind === 'service' && caller.name !== 'cli' && caller.name !== 'dev')
    throw refuseCommon('not-allowed');
}

import { expressPath, mail } from '@gatefold/api';
import { parse, refuseCommon, requireRole, requireService } from '@gatefold/service-kit';
import { Router } from 'express';
import type { SeatMatter } from '../domain/message.ts';
import type { Listed, Messages } from '../usecases/ports.ts';
import type { AccountMail, SignInMail } from '../usecases/take-on.ts';

type Deps = {
  takeSignInMailOn(mail: SignInMail): Promise<void>;
  takeAccountMailOn(mail: AccountMail): Promise<void>;
  takeSeatMailOn(id: string, matter: SeatMatter): Promise<void>;
  listOf: Messages<never>['listOf'];
};

export function messageRoutes({ takeSignInMailOn, takeAccountMailOn, takeSeatMailOn, listOf }: Deps): Router {
  const router = Router();

  router.post(expressPath(mail.sendSignInLink), async (req, res) => {
    // Whoever could ask this could send anybody a link to anywhere in the paper's name.
    if (requireService(res) !== 'identity') throw refuseCommon('not-allowed');

    await takeSignInMailOn(parse(mail.sendSignInLink.body, req.body));

    res.status(202).json({ accepted: true });
  });

  router.post(expressPath(mail.sendAccountMail), async (req, res) => {
    if (requireService(res) !== 'identity') throw refuseCommon('not-allowed');

    await takeAccountMailOn(parse(mail.sendAccountMail.body, req.body));

    res.status(202).json({ accepted: true });
  });

  router.post(expressPath(mail.sendSeatInvitation), async (req, res) => {
    if (requireService(res) !== 'entitlement') throw refuseCommon('not-allowed');
    const { id, ...letter } = parse(mail.sendSeatInvitation.body, req.body);

    await takeSeatMailOn(id, { kind: 'seat-invitation', ...letter });

    res.status(202).json({ accepted: true });
  });

  router.post(expressPath(mail.sendSeatTaken), async (req, res) => {
    if (requireService(res) !== 'entitlement') throw refuseCommon('not-allowed');
    const { id, ...letter } = parse(mail.sendSeatTaken.body, req.body);

    await takeSeatMailOn(id, { kind: 'seat-taken', ...letter });

    res.status(202).json({ accepted: true });
  });

  router.get(expressPath(mail.listMessages), async (req, res) => {
    requireRole(res, ['finance', 'admin']);
    const { readerId, after, limit } = parse(mail.listMessages.query, req.query);

    const found = await listOf(readerId, { after: after ?? null, limit: limit + 1 });

    const data = found.slice(0, limit);
    const nextCursor = found.length > limit ? (data.at(-1)?.id ?? null) : null;
    res.set('cache-control', 'no-store').json({ data: data.map(toResponse), nextCursor });
  });

  return router;
}

const toResponse = ({ id, kind, status, dueAt, sentAt }: Listed) => ({
  id,
  kind,
  status,
  dueAt: dueAt.toISOString(),
  sentAt: sentAt?.toISOString() ?? null,
});

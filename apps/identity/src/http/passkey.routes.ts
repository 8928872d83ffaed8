import { expressPath, identity } from '@gatefold/api';
import { askingIp, parse } from '@gatefold/service-kit';
import { Router, type RequestHandler, type Response } from 'express';
import type {
  AtTitle,
  Ceremony,
  MadePasskey,
  OpenedSession,
  OwnPasskey,
  SignedByPasskey,
} from '../usecases/ports.ts';
import { requireOneOf } from './callers.ts';
import type { SignInLimits } from './sign-in-limits.ts';

type Deps = {
  passkeysOf(query: { sessionToken: string }): Promise<OwnPasskey[]>;
  beginPasskey(query: AtTitle & { sessionToken: string }): Promise<Ceremony>;
  addPasskey(command: MadePasskey & { sessionToken: string }): Promise<void>;
  renamePasskey(command: { sessionToken: string; id: string; name: string }): Promise<void>;
  removePasskey(command: { sessionToken: string; id: string }): Promise<void>;
  beginPasskeySignIn(at: AtTitle): Promise<Ceremony>;
  signInWithPasskey(signed: SignedByPasskey): Promise<OpenedSession & { readerId: string }>;
  limits: SignInLimits;
};

/** Passkeys, kept by the owner of an account and used by whoever signs in. */
export function passkeyRoutes({ limits, ...does }: Deps): Router {
  const router = Router();

  router.post(expressPath(identity.listPasskeys), async (req, res) => {
    requireOneOf(res, ['site']);
    const data = await does.passkeysOf(parse(identity.listPasskeys.body, req.body));
    unkept(res).json({
      data: data.map(({ addedAt, lastUsedAt, ...one }) => ({
        ...one,
        addedAt: addedAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      })),
    });
  });

  router.post(expressPath(identity.beginPasskey), async (req, res) => {
    requireOneOf(res, ['site']);
    sendBegun(res, await does.beginPasskey(parse(identity.beginPasskey.body, req.body)));
  });

  router.post(expressPath(identity.addPasskey), async (req, res) => {
    requireOneOf(res, ['site']);
    await does.addPasskey(parse(identity.addPasskey.body, req.body));
    res.status(201).json({ added: true });
  });

  router.post(expressPath(identity.renamePasskey), async (req, res) => {
    requireOneOf(res, ['site']);
    const { id } = parse(identity.renamePasskey.params, req.params);
    await does.renamePasskey({ id, ...parse(identity.renamePasskey.body, req.body) });
    res.json({ renamed: true });
  });

  router.post(expressPath(identity.removePasskey), async (req, res) => {
    requireOneOf(res, ['site']);
    const { id } = parse(identity.removePasskey.params, req.params);
    await does.removePasskey({ id, ...parse(identity.removePasskey.body, req.body) });
    res.json({ removed: true });
  });

  router.post(expressPath(identity.beginPasskeySignIn), async (req, res) => {
    const at = parse(identity.beginPasskeySignIn.body, req.body);
    await limits.takeCeremony(res, askingIp(req, res));
    sendBegun(res, await does.beginPasskeySignIn(at));
  });

  router.post(expressPath(identity.signInWithPasskey), signInWithPasskey({ ...does, limits }));

  return router;
}

const signInWithPasskey =
  ({ limits, ...does }: Pick<Deps, 'limits' | 'signInWithPasskey'>): RequestHandler =>
  async (req, res) => {
    const { device = null, locale = null, ...signed } = parse(identity.signInWithPasskey.body, req.body);
    await limits.takeTry(res, askingIp(req, res));
    const { expiresAt, ...opened } = await does.signInWithPasskey({
      ...signed,
      device,
      spokenLocale: locale,
    });
    unkept(res)
      .status(201)
      .json({ ...opened, expiresAt: expiresAt.toISOString() });
  };

const unkept = (res: Response): Response => res.set('cache-control', 'no-store');

const sendBegun = (res: Response, { expiresAt, ...begun }: Ceremony): void =>
  void unkept(res).json({ ...begun, expiresAt: expiresAt.toISOString() });

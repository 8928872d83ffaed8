import { expressPath, identity } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router, type RequestHandler } from 'express';
import { domainOf, normaliseAddress } from '../domain/address.ts';
import { refuse } from '../domain/refusals.ts';
import type { OpenedSession, Readers } from '../usecases/ports.ts';
import { requireOneOf, requireStaff } from './callers.ts';

type Deps = {
  createProvisionalReader(command: {
    email: string;
    spokenLocale: string | null;
  }): Promise<{ readerId: string }>;
  openProvisionalSession(readerId: string): Promise<OpenedSession>;
  createConfirmationLink(command: {
    readerId: string;
    returnTo: string;
    title?: string | undefined;
  }): Promise<{ url: string; expiresAt: Date }>;
  readers: Pick<Readers, 'contact' | 'find'>;
  /** How to write to readers who have not said otherwise. */
  habits: { locale: string; zone: string };
};

export function readerRoutes(deps: Deps): Router {
  const router = Router();

  router.post(expressPath(identity.createProvisionalReader), async (req, res) => {
    requireOneOf(res, ['billing']);
    const { email, locale = null } = parse(identity.createProvisionalReader.body, req.body);
    res.status(201).json(await deps.createProvisionalReader({ email, spokenLocale: locale }));
  });

  router.post(expressPath(identity.openProvisionalSession), async (req, res) => {
    requireOneOf(res, ['site', 'finance']);
    const { id } = parse(identity.openProvisionalSession.params, req.params);

    const { sessionToken, expiresAt } = await deps.openProvisionalSession(id);

    res
      .status(201)
      .set('cache-control', 'no-store')
      .json({ sessionToken, expiresAt: expiresAt.toISOString() });
  });

  router.get(expressPath(identity.contact), async (req, res) => {
    requireOneOf(res, ['mail', 'dev']);
    const { id } = parse(identity.contact.params, req.params);

    const contact = await deps.readers.contact(id);
    if (contact === null) throw refuse('reader-not-found');

    const { locale, zone, ...named } = contact;
    res.set('cache-control', 'no-store').json({
      ...named,
      locale: locale ?? deps.habits.locale,
      zone: zone ?? deps.habits.zone,
    });
  });

  router.post(expressPath(identity.verifiedDomains), verifiedDomains(deps.readers));

  router.post(expressPath(identity.createSignInLink), async (req, res) => {
    requireOneOf(res, ['mail']);
    const { id } = parse(identity.createSignInLink.params, req.params);
    const { returnTo, title } = parse(identity.createSignInLink.body, req.body);

    const { url, expiresAt } = await deps.createConfirmationLink({ readerId: id, returnTo, title });

    res.status(201).set('cache-control', 'no-store').json({ url, expiresAt: expiresAt.toISOString() });
  });

  router.get(expressPath(identity.findReader), async (req, res) => {
    requireStaff(res, ['finance', 'admin'], ['billing', 'finance', 'cli', 'dev']);
    const { email, id } = parse(identity.findReader.query, req.query);

    const data = await deps.readers.find({
      id,
      email: email === undefined ? undefined : normaliseAddress(email),
    });

    res.set('cache-control', 'no-store').json({ data, nextCursor: null });
  });

  return router;
}

/** Where a reader's address is, to whoever asks about domains and may learn no more. */
const verifiedDomains =
  (readers: Deps['readers']): RequestHandler =>
  async (req, res) => {
    requireOneOf(res, ['entitlement', 'dev']);
    const { id } = parse(identity.verifiedDomains.params, req.params);
    const { domains } = parse(identity.verifiedDomains.body, req.body);
    const contact = await readers.contact(id);
    const own = contact?.verified === true ? domainOf(contact.email) : null;
    res
      .set('cache-control', 'no-store')
      .json({ domains: domains.filter((one) => one.toLowerCase() === own) });
  };

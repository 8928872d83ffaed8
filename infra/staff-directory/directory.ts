import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider, type Configuration, type JWK } from 'oidc-provider';
import type { Employee } from './employee.ts';
import { peoplePage } from './people-page.ts';

type Options = {
  readonly port: number;
  readonly clientSecret: string;
  readonly redirectUri: string;
  people(): readonly Employee[];
};

export type Directory = { readonly issuer: string; close(): void };

/**
 * The staff of a paper behind a real OpenID Connect provider: whoever opens it says who they are by a button.
 *
 * For a laptop and for tests. It listens on the loopback interface alone.
 */
export async function startDirectory({ port, ...options }: Options): Promise<Directory> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, configurationOf(options));
  const answer = provider.callback();

  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    const isChoice = (req.url ?? '').startsWith('/people/');
    const done = isChoice ? choose(provider, options, { req, res }) : answer(req, res);
    void done.catch(() => void res.writeHead(400).end('This sign-in is over. Begin again.'));
  });
  return { issuer, close: () => closed(server) };
}

function configurationOf({ clientSecret, redirectUri, people }: Omit<Options, 'port'>): Configuration {
  return {
    clients: [{ client_id: 'gatefold', client_secret: clientSecret, redirect_uris: [redirectUri] }],
    jwks: { keys: [newKey()] },
    cookies: { keys: [randomBytes(24).toString('hex')] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: {
      openid: ['sub', 'amr'],
      profile: ['name'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/people/${uid}` },
    ttl: { Session: 3_600, Interaction: 600, Grant: 3_600, AccessToken: 600, IdToken: 600 },
    async findAccount(_ctx, accountId) {
      const found = people().find(({ id }) => id === accountId);
      if (found === undefined) return undefined;
      const { id, name, email, groups, emailVerified = true } = found;
      const claims = { sub: id, name, email, email_verified: emailVerified, groups: [...groups] };
      return { accountId: id, claims: async () => claims };
    },
    // Whoever works here has agreed already.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
  };
}

function newKey(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' } as JWK;
}

type Asking = { readonly req: IncomingMessage; readonly res: ServerResponse };

/** Shows the buttons, or takes the one that was pressed. */
async function choose(provider: Provider, { people }: Pick<Options, 'people'>, { req, res }: Asking) {
  const { uid } = await provider.interactionDetails(req, res);
  if (req.method !== 'POST') {
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    return void res.end(peoplePage(uid, people()));
  }
  const chosen = people().find(({ id }) => `/people/${uid}/${id}` === req.url);
  if (chosen === undefined) throw new Error('nobody of that name works here');
  const login = { accountId: chosen.id, amr: [...chosen.amr], remember: false };
  await provider.interactionFinished(req, res, { login }, { mergeWithLastSubmission: false });
}

function closed(server: Server): void {
  server.closeAllConnections();
  server.close();
}

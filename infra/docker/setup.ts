import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { appsWithDatabase, runPrisma } from '../prisma/migrations.mjs';
import { serviceUrl } from '../postgres/provision.mjs';
import { developmentToken, newSecrets, publicJwks, signers, type Secrets } from '../stack/src/secrets.ts';

/** What Compose runs once before the services: keys for all, every migration, the paper, an address book. */
const folder = process.env['KEYS_FOLDER'] ?? '/var/lib/gatefold/keys';
const adminUrl = process.env['DATABASE_URL'] ?? 'postgresql://postgres:postgres@postgres:5432/postgres';

const secrets = keepSecrets();
for (const app of appsWithDatabase()) migrate(app);
publishPaper();
await writeAddresses();

function keepSecrets(): Secrets {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'secrets.json');
  if (!existsSync(file)) write('secrets.json', JSON.stringify(newSecrets()));
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  for (const name of signers) write(`${name}.jwk`, JSON.stringify(kept.privateJwks[name]));
  write('jwks.json', JSON.stringify(publicJwks(kept)));
  write('hmac-keys', kept.hmacKeys);
  write('encryption-keys', kept.encryptionKeys);
  write('auth-secret', kept.authSecret);
  write('webhook-secret', kept.webhookSecret);
  write('stripe-key', kept.stripeSecretKey);
  return kept;
}

function write(name: string, text: string): void {
  writeFileSync(path.join(folder, name), text, { mode: 0o600 });
}

function migrate(app: string): void {
  const { status, stdout, stderr } = runPrisma(app, ['migrate', 'deploy'], serviceUrl(adminUrl, app));
  if (status !== 0) throw new Error(`The migrations of ${app} failed:\n${stdout}${stderr}`);
  process.stdout.write(`${app} is migrated\n`);
}

function publishPaper(): void {
  const env = { ...process.env, DATABASE_URL: serviceUrl(adminUrl, 'content') };
  const { status } = spawnSync(process.execPath, ['apps/content/src/seed/main.ts'], {
    env,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The paper could not be published.');
}

/** Services that are not called in Compose what they are called in the address book. */
const hosts: Readonly<Record<string, string>> = { stripe: 'stripe-simulator', signal: 'localhost' };

/** The same file as `.gatefold/stack.json`, for stories and the command line against this system. */
async function writeAddresses(): Promise<void> {
  const at = (port: number): string => `http://localhost:${port}`;
  const urls = {
    ...{ site: at(4000), finance: at(4010), billing: at(4001), entitlement: at(4002), content: at(4003) },
    ...{ mail: at(4004), identity: at(4005), inbox: at(4030), stripe: at(4020) },
    signal: 'http://signal.localhost:4000',
  };
  const outside = 'postgresql://postgres:postgres@127.0.0.1:4032/postgres';
  const databases = Object.fromEntries(
    appsWithDatabase().map((app: string) => [app, serviceUrl(outside, app)]),
  );
  const stack = {
    ...{ ready: true, events: 'kafka', clock: new Date().toISOString(), urls, databases },
    ...{ kafkaBrokers: ['127.0.0.1:4033'], stripeSecretKey: secrets.stripeSecretKey },
    ...{ serviceToken: await developmentToken(secrets), people: [], pids: {} },
  };
  write('stack.json', JSON.stringify(stack, null, 2));
  // The command line beside the services finds them by their names there.
  const inside = Object.fromEntries(
    Object.entries(urls).map(([name, url]) => [name, url.replace('localhost', hosts[name] ?? name)]),
  );
  write('stack-inside.json', JSON.stringify({ ...stack, urls: inside }, null, 2));
}

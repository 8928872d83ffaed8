import { existsSync } from 'node:fs';
import path from 'node:path';
import { frugalEnv, root } from '../../process/bootstrap.mjs';
import type { EventLog } from './event-log.ts';
import type { Options } from './options.ts';
import type { Place, Ports } from './ports.ts';
import type { Databases } from './postgres.ts';
import { publicJwks, type Secrets, type Signer } from './secrets.ts';
import type { State } from './state.ts';

/** One process to keep running. */
export type Program = {
  readonly name: string;
  readonly folder: string;
  readonly entry: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 as soon as the program can do its work. */
  readonly readyUrl: string;
};

export type World = {
  readonly options: Options;
  readonly state: State;
  readonly secrets: Secrets;
  readonly databases: Databases;
  readonly log: EventLog;
  /** Where the simulator's clock begins on its first start. */
  readonly clockStart: Date;
};

/** Names under which people and browsers reach things. */
export const publicUrl = (ports: Ports, place: Place): string => `http://localhost:${ports[place]}`;
/** Between our own processes; one address, so that nobody has to try two. */
const innerUrl = (ports: Ports, place: Place): string => `http://127.0.0.1:${ports[place]}`;

/** The second paper of the example house. Browsers find whatever ends in `.localhost` on this computer by themselves. */
export const signalUrl = (ports: Ports): string => `http://signal.localhost:${ports.site}`;

/** What all have to know who speak in a paper's name, or lead back to it. */
const house = (ports: Ports): Record<'SITE_URL' | 'TITLES', string> => ({
  SITE_URL: publicUrl(ports, 'site'),
  TITLES: JSON.stringify([
    { key: 'meridian', name: 'The Meridian', url: publicUrl(ports, 'site') },
    { key: 'signal', name: 'The Signal', url: signalUrl(ports) },
  ]),
});

/** In the order in which they start: whoever is asked comes before those who ask. */
export function programs(world: World): Program[] {
  return [
    inbox(world),
    staffDirectory(world),
    simulator(world),
    eventful(world, 'mail', mailEnv),
    eventful(world, 'identity', identityEnv),
    eventful(world, 'billing', billingEnv),
    eventful(world, 'entitlement', ({ options: { ports }, state }) => ({
      BILLING_URL: innerUrl(ports, 'billing'),
      MAIL_URL: innerUrl(ports, 'mail'),
      SNAPSHOT_FILE: state.file('entitlement.snapshot'),
    })),
    eventful(world, 'content', ({ options: { ports }, secrets }) => ({
      ENTITLEMENT_URL: innerUrl(ports, 'entitlement'),
      ...house(ports),
      HMAC_KEYS: secrets.hmacKeys,
    })),
    web(world, 'site', ({ ports }) => ({
      BILLING_URL: innerUrl(ports, 'billing'),
      CONTENT_URL: innerUrl(ports, 'content'),
      ENTITLEMENT_URL: innerUrl(ports, 'entitlement'),
      MAIL_URL: innerUrl(ports, 'mail'),
    })),
    web(world, 'finance', ({ ports }) => ({
      FINANCE_URL: publicUrl(ports, 'finance'),
      BILLING_URL: innerUrl(ports, 'billing'),
      ENTITLEMENT_URL: innerUrl(ports, 'entitlement'),
      MAIL_URL: innerUrl(ports, 'mail'),
    })),
  ];
}

type App = 'billing' | 'entitlement' | 'content' | 'identity' | 'mail';
type Extra = (world: World) => Record<string, string>;

const billingEnv: Extra = ({ options: { ports }, secrets }) => ({
  STRIPE_SECRET_KEY: secrets.stripeSecretKey,
  STRIPE_WEBHOOK_SECRETS: secrets.webhookSecret,
  CONTENT_URL: innerUrl(ports, 'content'),
  MAIL_URL: innerUrl(ports, 'mail'),
  STRIPE_API_URL: innerUrl(ports, 'stripe-simulator'),
  ...house(ports),
  HMAC_KEYS: secrets.hmacKeys,
  ENCRYPTION_KEYS: secrets.encryptionKeys,
});

const identityEnv: Extra = ({ options: { ports }, secrets }) => ({
  MAIL_URL: innerUrl(ports, 'mail'),
  ...house(ports),
  FINANCE_URL: publicUrl(ports, 'finance'),
  AUTH_SECRET: secrets.authSecret,
  HMAC_KEYS: secrets.hmacKeys,
  STAFF_OIDC_ISSUER: publicUrl(ports, 'staff-directory'),
  STAFF_OIDC_CLIENT_ID: 'gatefold',
  STAFF_OIDC_CLIENT_SECRET: secrets.authSecret,
  STAFF_OIDC_NAME: 'the Meridian’s directory',
  STAFF_OIDC_ROLES: 'group:operators=admin,group:books=finance,group:newsroom=editor',
});

const mailEnv: Extra = ({ options: { ports }, secrets }) => ({
  BILLING_URL: innerUrl(ports, 'billing'),
  ENTITLEMENT_URL: innerUrl(ports, 'entitlement'),
  ...house(ports),
  SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
  MAIL_FROM: 'The Meridian <letters@meridian.example>',
  ENCRYPTION_KEYS: secrets.encryptionKeys,
});

/** A service with a database, that hears and tells events. */
function eventful(world: World, app: App, extra: Extra): Program {
  const { options, databases, log } = world;
  const events: Record<string, string> =
    log.events === 'kafka'
      ? { KAFKA_BROKERS: log.brokers.join(',') }
      : { EVENTS_DATABASE_URL: databases.urlOf('events') };
  return program(app, 'src/main.ts', {
    ...common(world, app),
    ...events,
    EVENTS: log.events,
    EVENTS_EPOCH: '1',
    DATABASE_URL: databases.urlOf(app),
    PORT: String(options.ports[app]),
    ...extra(world),
  });
}

function web(
  world: World,
  app: 'site' | 'finance',
  extra: (options: Options) => Record<string, string>,
): Program {
  const { ports } = world.options;
  return program(app, 'src/server/main.ts', {
    ...common(world, app),
    PORT: String(ports[app]),
    ...house(ports),
    ...extra(world.options),
  });
}

function simulator({ options: { ports }, state, secrets, clockStart }: World): Program {
  return program('stripe-simulator', 'src/main.ts', {
    ...surroundings(),
    PORT: String(ports['stripe-simulator']),
    DATABASE_FILE: state.file('stripe-simulator.sqlite'),
    SIM_START: clockStart.toISOString(),
    SIM_PUBLIC_URL: publicUrl(ports, 'stripe-simulator'),
    SIM_SECRET_KEY: secrets.stripeSecretKey,
    SIM_WEBHOOK_URL: `${innerUrl(ports, 'billing')}/webhooks/stripe`,
    SIM_WEBHOOK_SECRET: secrets.webhookSecret,
  });
}

/** MailDev: takes every mail that is sent and shows it to whoever opens its page. */
function inbox({ options: { ports }, state }: World): Program {
  const words = { smtp: ports.smtp, ip: '127.0.0.1', web: ports.inbox, 'web-ip': '127.0.0.1' };
  return {
    name: 'inbox',
    folder: root,
    entry: 'node_modules/maildev/dist/bin/maildev.js',
    args: [
      ...Object.entries(words).flatMap(([name, value]) => [`--${name}`, String(value)]),
      '--mail-directory',
      state.file('inbox'),
    ],
    env: surroundings(),
    readyUrl: `${innerUrl(ports, 'inbox')}/api/healthz`,
  };
}

/** Who works for the example paper, as its own sign-in knows them. The same people are in `tests/seed`. */
const employees = [
  { id: 'nora', name: 'Nora', email: 'nora@meridian.example', groups: ['books'] },
  { id: 'otto', name: 'Otto', email: 'otto@meridian.example', groups: ['newsroom'] },
  { id: 'pia', name: 'Pia', email: 'pia@meridian.example', groups: ['operators'] },
];

/** Signs the staff in by a button. */
function staffDirectory({ options: { ports }, secrets }: World): Program {
  const place = publicUrl(ports, 'staff-directory');
  return {
    name: 'staff-directory',
    folder: path.join(root, 'infra/staff-directory'),
    entry: 'main.ts',
    args: [],
    env: {
      ...surroundings(),
      PORT: String(ports['staff-directory']),
      CLIENT_SECRET: secrets.authSecret,
      REDIRECT_URI: `${publicUrl(ports, 'finance')}/sign-in/organisation/return`,
      PEOPLE: JSON.stringify(employees.map((one) => ({ ...one, amr: ['pwd', 'otp', 'mfa'] }))),
    },
    readyUrl: `${place}/.well-known/openid-configuration`,
  };
}

function program(app: string, entry: string, env: Record<string, string>): Program {
  const folder = path.join(root, 'apps', app);
  return { name: app, folder, entry, args: [], env, readyUrl: `http://127.0.0.1:${env['PORT']}/readyz` };
}

function common({ options: { ports }, secrets }: World, app: Signer): Record<string, string> {
  return {
    ...surroundings(),
    SERVICE_PRIVATE_JWK: JSON.stringify(secrets.privateJwks[app]),
    SERVICE_JWKS: JSON.stringify(publicJwks(secrets)),
    IDENTITY_URL: innerUrl(ports, 'identity'),
    SIMULATOR_CLOCK_URL: innerUrl(ports, 'stripe-simulator'),
  };
}

/** What a program may know of the shell that started the stack; no variable of ours leaks in by chance. */
function surroundings(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LOG_LEVEL', 'SIGN_IN_LIMIT_ADDRESS', 'SIGN_IN_LIMIT_IP'];
  const known = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(known), NODE_ENV: 'production', TZ: 'UTC', HOST: '127.0.0.1', ...frugalEnv };
}

/** The parts of the system that this checkout lacks; each makes the whole unusable. */
export const missingPrograms = (all: readonly Program[]): string[] =>
  all.filter(({ folder, entry }) => !existsSync(path.join(folder, entry))).map(({ name }) => name);

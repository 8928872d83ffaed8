import { publicUrl, signalUrl, type World } from './services.ts';
import { developmentToken } from './secrets.ts';

/** `.gatefold/stack.json`, by which scripts, stories and the command line find a running stack. */
export type StackFile = {
  readonly ready: true;
  readonly events: 'kafka' | 'postgres';
  /** Business time when it was written. */
  readonly clock: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly databases: Readonly<Record<string, string>>;
  readonly kafkaBrokers: readonly string[];
  readonly stripeSecretKey: string;
  /** Opens every HTTP API; there is one only because the Stripe key is a simulator's. */
  readonly serviceToken: string;
  readonly people: readonly {
    readonly name: string;
    readonly email: string;
    readonly role: string;
    readonly readerId: string;
    readonly state: string;
  }[];
  readonly pids: Readonly<Record<string, number>>;
};

export async function describeStack(
  { options: { ports }, databases, log, secrets }: World,
  { people, pids }: Pick<StackFile, 'people' | 'pids'>,
): Promise<StackFile> {
  const places = [
    'site',
    'finance',
    'billing',
    'entitlement',
    'content',
    'identity',
    'mail',
    'inbox',
  ] as const;
  const stripe = publicUrl(ports, 'stripe-simulator');
  return {
    ready: true,
    events: log.events,
    clock: await clockOf(stripe),
    urls: {
      ...Object.fromEntries(places.map((place) => [place, publicUrl(ports, place)])),
      signal: signalUrl(ports),
      stripe,
    },
    databases: databases.urls,
    kafkaBrokers: log.brokers,
    stripeSecretKey: secrets.stripeSecretKey,
    serviceToken: await developmentToken(secrets),
    people,
    pids,
  };
}

async function clockOf(stripe: string): Promise<string> {
  const response = await fetch(`${stripe}/_sim/clock`, { signal: AbortSignal.timeout(10_000) });
  const { now } = (await response.json()) as { now: string };
  return now;
}

import { readFileSync } from 'node:fs';
import { createClient, type Client } from '@gatefold/api';
import { createServiceTokens, systemMachineClock } from '@gatefold/service-kit';
import { z } from 'zod';

const services = ['billing', 'entitlement', 'content', 'identity', 'mail'] as const;

const Stack = z.object({
  ready: z.literal(true),
  events: z.string(),
  urls: z.record(z.string(), z.url()),
  /** Of a stack with the simulator. Elsewhere the tool signs its own. */
  serviceToken: z.string().optional(),
});

const PrivateJwk = z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), d: z.string() });

/** Where the addresses are written down, and the key of the service `cli` as JSON where one is given. */
export type Whereabouts = { readonly stackFile: string; readonly privateJwk: string | undefined };

export type Target = {
  readonly events: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly client: (service: (typeof services)[number]) => Client;
};

/** Exit codes, the same for every command: 0 done, 1 the answer is no, 2 wrong words, 3 nothing to talk to. */
export const EXIT = { ok: 0, no: 1, usage: 2, unreachable: 3 } as const;

export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Where to send commands: the stack that runs in this folder. Throws `Unreachable` when none does. */
export function findTarget({ stackFile: file, privateJwk }: Whereabouts): Target {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Unreachable(`No stack runs here: ${file} is not there. Start it with \`npm start\`.`);
  }
  const stack = Stack.safeParse(JSON.parse(text));
  if (!stack.success) throw new Unreachable(`The stack in ${file} is not ready yet.`);
  const { events, urls } = stack.data;
  const token = tokens(privateJwk, stack.data.serviceToken);
  return {
    events,
    urls,
    client: (service) =>
      createClient({
        baseUrl: urls[service] ?? '',
        token,
        timeoutMs: 30_000,
      }),
  };
}

function tokens(privateJwk: string | undefined, given: string | undefined): () => Promise<string> {
  if (privateJwk !== undefined)
    return createServiceTokens({ service: 'cli', privateJwk: keyOf(privateJwk), clock: systemMachineClock })
      .token;
  if (given === undefined)
    throw new Error('This stack has no token: put the key of the service “cli” into SERVICE_PRIVATE_JWK.');
  return () => Promise.resolve(given);
}

/** What is wrong with a key is said without the key. */
function keyOf(text: string) {
  try {
    return PrivateJwk.parse(JSON.parse(text));
  } catch {
    throw new Error('SERVICE_PRIVATE_JWK is not a private Ed25519 key as JSON.');
  }
}

import { readFileSync } from 'node:fs';
import { createClient, type Client } from '@gatefold/api';
import { z } from 'zod';

const services = ['billing', 'entitlement', 'content', 'identity', 'mail'] as const;

const Stack = z.object({
  ready: z.literal(true),
  events: z.string(),
  urls: z.record(z.string(), z.url()),
  serviceToken: z.string(),
});

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
export function findTarget(file: string): Target {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Unreachable(`No stack runs here: ${file} is not there. Start it with \`npm start\`.`);
  }
  const stack = Stack.safeParse(JSON.parse(text));
  if (!stack.success) throw new Unreachable(`The stack in ${file} is not ready yet.`);
  const { events, urls, serviceToken } = stack.data;
  return {
    events,
    urls,
    client: (service) =>
      createClient({
        baseUrl: urls[service] ?? '',
        token: () => Promise.resolve(serviceToken),
        timeoutMs: 30_000,
      }),
  };
}

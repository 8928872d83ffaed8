import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Stack = z.object({
  ready: z.literal(true),
  events: z.enum(['kafka', 'postgres']),
  clock: z.string(),
  urls: z.record(
    z.enum([
      'site',
      'finance',
      'billing',
      'entitlement',
      'content',
      'identity',
      'mail',
      'inbox',
      'stripe',
      'signal',
    ]),
    z.url(),
  ),
  databases: z.record(z.string(), z.string()),
  kafkaBrokers: z.array(z.string()),
  stripeSecretKey: z.string(),
  serviceToken: z.string(),
  people: z.array(
    z.object({
      name: z.string(),
      email: z.string(),
      role: z.string(),
      readerId: z.string(),
      state: z.string(),
    }),
  ),
  pids: z.record(z.string(), z.number()),
});
export type Stack = z.output<typeof Stack>;

/** Where the running stack can be reached, as `npm start` wrote it down. Throws in plain words when none runs. */
export function readStack(file = process.env['GATEFOLD_STACK'] ?? '.gatefold/stack.json'): Stack {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`No stack is running here: ${file} is not there. Start it with \`npm start\`.`);
  }
  const stack = Stack.safeParse(JSON.parse(text));
  if (!stack.success) throw new Error(`The stack is not ready: ${z.prettifyError(stack.error)}`);
  return stack.data;
}

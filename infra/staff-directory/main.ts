import { z } from 'zod';
import { startDirectory } from './directory.ts';

const Env = z.object({
  PORT: z.coerce.number().int(),
  CLIENT_SECRET: z.string().min(16),
  REDIRECT_URI: z.url(),
  /** The staff, as JSON. */
  PEOPLE: z.string().transform((text, context) => {
    const people = z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          email: z.email(),
          groups: z.array(z.string()),
          amr: z.array(z.string()),
        }),
      )
      .safeParse(JSON.parse(text));
    if (people.success) return people.data;
    context.addIssue({ code: 'custom', message: z.prettifyError(people.error) });
    return z.NEVER;
  }),
});

const { PORT, CLIENT_SECRET, REDIRECT_URI, PEOPLE } = Env.parse(process.env);
const directory = await startDirectory({
  ...{ port: PORT, clientSecret: CLIENT_SECRET, redirectUri: REDIRECT_URI },
  people: () => PEOPLE,
});
process.stdout.write(`Staff sign in at ${directory.issuer}\n`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => directory.close());

import { z } from 'zod';

const Mail = z.object({
  subject: z.string(),
  from: z.array(z.object({ address: z.string(), name: z.string() })),
  to: z.array(z.object({ address: z.string() })),
  text: z.string().optional(),
  html: z.string().optional(),
  headers: z.record(z.string(), z.unknown()),
});
export type Mail = z.output<typeof Mail>;

/** The mail inbox that the stack starts, as a reader sees it: everything sent to one address. */
export function createInbox(url: string) {
  const to = async (address: string): Promise<Mail[]> => {
    const response = await fetch(`${url}/api/email`);
    const all = z.array(Mail).parse(await response.json());
    return all.filter((mail) =>
      mail.to.some((recipient) => recipient.address.toLowerCase() === address.toLowerCase()),
    );
  };

  return {
    to,
    /** What kinds of notices were sent, in order. */
    kinds: async (address: string): Promise<string[]> => (await to(address)).map(kindOf),
    /** Waits up to `withinMs` of machine time for a mail of this kind. */
    async waitFor(address: string, kind: string, withinMs = 10_000): Promise<Mail> {
      const until = performance.now() + withinMs;
      for (;;) {
        const found = (await to(address)).filter((mail) => kindOf(mail) === kind).at(-1);
        if (found !== undefined) return found;
        if (performance.now() > until) throw new Error(`no mail of kind ${kind} came within ${withinMs} ms`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
  };
}

export const kindOf = (mail: Mail): string => String(mail.headers['x-gatefold-notice'] ?? 'other');

/** The first address in a mail that begins with `prefix`. */
export function linkIn(mail: Mail, prefix: string): string {
  const text = `${mail.text ?? ''} ${(mail.html ?? '').replaceAll('&amp;', '&')}`;
  const start = text.indexOf(prefix);
  if (start < 0) throw new Error(`“${mail.subject}” has no link to ${prefix}`);
  return /^[^\s"'<>)\]]+/.exec(text.slice(start))?.[0] ?? prefix;
}

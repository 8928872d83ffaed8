import { readFileSync } from 'node:fs';
import { mail } from '@gatefold/api';
import type { Output } from '../output.ts';
import { EXIT, type Target } from '../stack.ts';

const said = {
  bounced: 'It came back for good: no newsletter goes to its address, and the account says so.',
  complained: 'It was called spam: the newsletter that it was an issue of has ended for its reader.',
  delayed: 'It is still tried, or was refused for now only: nothing was changed.',
} as const;

/** Hands a mail that came back to the sender to mail, which reads what became of whose. `-` is what is piped in. */
export async function takeReturnedMail(target: Target, output: Output, file: string): Promise<number> {
  const text = readFileSync(file === '-' ? 0 : file, 'utf8').slice(0, 100_000);
  const { outcome } = await target.client('mail').call(mail.reportReturnedMail, { body: { mail: text } });
  output.say([outcome === null ? 'It is no report of a mail of ours: nothing was changed.' : said[outcome]], {
    outcome,
  });
  return EXIT.ok;
}

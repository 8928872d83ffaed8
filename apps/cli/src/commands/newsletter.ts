import { createHash } from 'node:crypto';
import { Editions, mail } from '@gatefold/api';
import { readJson } from '../read-json.ts';
import { table, type Output } from '../output.ts';
import { EXIT, type Target } from '../stack.ts';

/** The newsletters that there are. */
export async function listNewsletters(target: Target, output: Output): Promise<number> {
  const { data } = await target.client('mail').call(mail.listNewsletters, { query: {} });
  const rows = data.map(({ key, name, rhythm, feature }) => [
    key,
    name,
    rhythm,
    feature === null ? 'for everybody' : `for whoever has “${feature}”`,
  ]);
  output.say(rows.length === 0 ? ['There are no newsletters.'] : table(rows), { newsletters: data });
  return EXIT.ok;
}

/**
 * Sends an issue to all who asked for it. Its id follows from the newsletter and the text, so that the same file
 * sent again sends nothing.
 */
export async function sendIssue(
  target: Target,
  output: Output,
  { newsletter, file }: { newsletter: string; file: string },
): Promise<number> {
  const editions = readJson(file, Editions);
  const id = idOf(newsletter, JSON.stringify(editions));
  await target.client('mail').call(mail.sendIssue, { body: { id, newsletter, editions } });
  output.say([`Taken on as ${id}. How far it is: gatefold newsletter progress ${id}`], { id });
  return EXIT.ok;
}

/** How far the sending of an issue is. */
export async function showIssue(target: Target, output: Output, id: string): Promise<number> {
  const issue = await target.client('mail').call(mail.getIssue, { params: { id } });
  const { due, sent, failed, uncertain } = issue.mails;
  output.say(
    [
      `${issue.newsletter}, taken on ${issue.acceptedAt}`,
      issue.spreadAt === null
        ? 'Not all of its mails are written down yet.'
        : 'All of its mails are written down.',
      `${sent} sent, ${due} wait, ${failed} not sent (left, not entitled, refused), ${uncertain} uncertain`,
    ],
    issue,
  );
  return EXIT.ok;
}

/** A UUID of version 8: its bits are ours to choose (RFC 9562, 5.8). */
function idOf(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\0')).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

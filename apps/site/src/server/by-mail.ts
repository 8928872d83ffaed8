import { identity, mailedPurposes, type Client, type MailedPurpose } from '@gatefold/api';
import { notFound, problemPage, type ProblemWords } from '../features/problem/problem.ts';
import { asSpent, tokenFrom } from './mailed-link.ts';
import type { Visit } from './visit.ts';

const spent: ProblemWords = {
  title: 'link.spent',
  says: 'by-mail.spent-says',
  action: { label: 'frame.to-account', href: '/account' },
};

export type OpenedLink = {
  readonly purpose: MailedPurpose;
  readonly subject: string;
  readonly email: string;
  /** As it stood in the mail. */
  readonly token: string;
  /** Billing, which lets its holder do this one thing. */
  readonly asHolder: Client;
};

export function purposeFrom(input: unknown): MailedPurpose {
  const purpose = mailedPurposes.find((one) => one === input);
  if (purpose === undefined) throw problemPage(404, notFound);
  return purpose;
}

/** What a mailed link is good for, which must be what its address says. */
export async function openedLink(visit: Visit, path: unknown, input: unknown): Promise<OpenedLink> {
  const wanted = purposeFrom(path);
  const token = tokenFrom(input, spent);
  const opened = await visit.asSite.identity
    .call(identity.openMailedLink, { body: { token } })
    .catch(asSpent(spent));
  if (opened.purpose !== wanted) throw problemPage(410, spent);
  const { purpose, subject, email } = opened;
  return { purpose, subject, email, token, asHolder: visit.asHolderOf(opened.token) };
}

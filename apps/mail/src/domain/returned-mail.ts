import { messageNamed, type Outcome } from './delivery-report.ts';

/**
 * What a mail says that came back to the sender: a report of its delivery (RFC 3464) or of a complaint (RFC 5965),
 * with the headers of the mail that it is about. Null for anything else, such as somebody's answer.
 */
export function readReturned(mail: string): { messageId: string; outcome: Outcome } | null {
  const named = [...mail.matchAll(/^Message-ID:\s*<([^<>\s]+)>/gim)].map(([, id = '']) => id);
  // The report has a name of its own, before that of the mail that it returns.
  const messageId = named.findLast((id) => messageNamed(id) !== null);
  const outcome = outcomeIn(mail);
  return messageId === undefined || outcome === null ? null : { messageId, outcome };
}

function outcomeIn(mail: string): Outcome | null {
  const [, kind = ''] = /report-type="?([\w-]+)/i.exec(mail) ?? [];
  if (kind.toLowerCase() === 'feedback-report')
    return /^Feedback-Type:\s*abuse/im.test(mail) ? 'complained' : null;
  if (kind.toLowerCase() !== 'delivery-status') return null;
  return /^Action:\s*failed/im.test(mail) && /^Status:\s*5\./im.test(mail) ? 'bounced' : 'delayed';
}

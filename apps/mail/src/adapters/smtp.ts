import MailComposer from 'nodemailer/lib/mail-composer';
import { asText } from '../domain/letter.ts';
import type { Envelope, Post } from '../usecases/ports.ts';
import { mailLines, type MailServer } from './handover.ts';
import { asHtml } from './layout.ts';

type Options = {
  server: MailServer;
  /** The sender's address. */
  from: string;
};

/** Hands letters to a mail server, as HTML with a plain-text twin. */
export function smtpPost({ server, from }: Options): Post & { close(): void } {
  const lines = mailLines(server);
  const domain = from.split('@')[1] ?? 'localhost';

  const compose = async ({
    messageId,
    title,
    kind,
    to,
    locale,
    letter,
    date,
    list,
  }: Envelope): Promise<Buffer> => {
    const mail = new MailComposer({
      from: { name: title.name, address: from },
      to,
      subject: letter.subject,
      html: asHtml(letter, title, locale),
      text: asText(letter, title.name),
      date,
      // The same for every try, so that a mail that came twice after all can be told to be one.
      messageId: `<${messageId}@${domain}>`,
      headers: {
        'X-Gatefold-Notice': kind,
        'Auto-Submitted': 'auto-generated',
        ...listHeaders(list, domain),
      },
    });
    return mail.compile().build();
  };

  return {
    handOver: async (envelope) => lines.handOver({ from, to: envelope.to, raw: await compose(envelope) }),
    close: () => lines.close(),
  };
}

/** One press in the mail program ends it (RFC 8058), without a page. */
const listHeaders = (list: Envelope['list'], domain: string): Record<string, string> =>
  list === undefined
    ? {}
    : {
        'List-Id': `<${list.key}.${domain}>`,
        'List-Unsubscribe': `<${list.leaveUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      };

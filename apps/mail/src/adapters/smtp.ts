import MailComposer from 'nodemailer/lib/mail-composer';
import { asText } from '../domain/letter.ts';
import type { Envelope, Post } from '../usecases/ports.ts';
import { mailLines, type MailServer } from './handover.ts';
import { asHtml } from './layout.ts';

type Options = {
  server: MailServer;
  publication: string;
  /** The sender's address. */
  from: string;
};

/** Hands letters to a mail server, as HTML with a plain-text twin. */
export function smtpPost({ server, publication, from }: Options): Post & { close(): void } {
  const lines = mailLines(server);
  const domain = from.split('@')[1] ?? 'localhost';

  const compose = async ({ messageId, kind, to, locale, letter, date }: Envelope): Promise<Buffer> => {
    const mail = new MailComposer({
      from: { name: publication, address: from },
      to,
      subject: letter.subject,
      html: asHtml(letter, publication, locale),
      text: asText(letter, publication),
      date,
      // The same for every try, so that a mail that came twice after all can be told to be one.
      messageId: `<${messageId}@${domain}>`,
      headers: { 'X-Gatefold-Notice': kind, 'Auto-Submitted': 'auto-generated' },
    });
    return mail.compile().build();
  };

  return {
    handOver: async (envelope) => lines.handOver({ from, to: envelope.to, raw: await compose(envelope) }),
    close: () => lines.close(),
  };
}

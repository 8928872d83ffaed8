import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { Readable } from 'node:stream';
import type { HandoverFailure } from '../domain/outcome.ts';

export type MailServer = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS is used where the server offers it. */
  readonly secure: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | null;
};

const PATIENCE_MS = 10_000;

/** Reads `smtp://user:password@host:port` or `smtps://…`. */
export function mailServerOf(url: string): MailServer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  return {
    host: hostname,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    auth: username === '' ? null : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
  };
}

/**
 * Hands one mail to a server; null when it was taken.
 *
 * One connection for each mail, and none of the library's own pool: that sends a mail again when a
 * connection breaks, also when the server had it all.
 */
export function handOverTo(
  server: MailServer,
  mail: { from: string; to: string; raw: Buffer },
): Promise<HandoverFailure | null> {
  let begun = false;
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.secure,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  // The text is read only once the server has said that it is ready to take it.
  const text = Readable.from(
    (function* () {
      begun = true;
      yield mail.raw;
    })(),
  );

  return new Promise((resolve) => {
    const failed = (error: unknown): void => {
      connection.close();
      resolve({ begun, responseCode: answerAboutMail(error) });
    };
    const send = (): void =>
      connection.send({ from: mail.from, to: [mail.to] }, text, (error) => {
        if (error) return failed(error);
        connection.quit();
        resolve(null);
      });

    connection.on('error', failed);
    connection.once('end', () => failed(null));
    connection.connect((error) => {
      if (error) return failed(error);
      if (server.auth === null) return send();
      connection.login(server.auth, (refused) => (refused ? failed(refused) : send()));
    });
  });
}

/**
 * What the server said of this mail. A refusal of the connection, the password or the sender says
 * nothing of the mail: that is for those who run the service to mend, and the mail waits.
 */
function answerAboutMail(error: unknown): number | null {
  const { responseCode, command } = (error ?? {}) as { responseCode?: unknown; command?: unknown };
  const isAboutMail = command === 'RCPT TO' || command === 'DATA';
  return isAboutMail && typeof responseCode === 'number' ? responseCode : null;
}

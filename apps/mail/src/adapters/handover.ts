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

const PATIENCE_MS = 10_000;
/** How long a connection is kept for the next mail; servers hang up on idle ones after minutes. */
const KEPT_MS = 5_000;

export type OutgoingMail = { readonly from: string; readonly to: string; readonly raw: Buffer };

type Line = {
  /** Null when the mail was taken. After a failure the line is closed. */
  send(mail: OutgoingMail): Promise<HandoverFailure | null>;
  close(): void;
};

/**
 * Hands mails to a server, over connections that are kept for a while: opening one often costs
 * more than the mail.
 *
 * Not the library's own pool, which sends a mail again when a connection breaks, also when the
 * server had it all. Here only a mail that the server had not begun to take goes over a second line.
 */
export function mailLines(server: MailServer) {
  const kept = new Map<Line, NodeJS.Timeout>();

  const keep = (line: Line): void => {
    const letGo = (): void => {
      kept.delete(line);
      line.close();
    };
    kept.set(line, setTimeout(letGo, KEPT_MS).unref());
  };

  const over = async (line: Line, mail: OutgoingMail): Promise<HandoverFailure | null> => {
    const failure = await line.send(mail);
    if (failure === null) keep(line);
    return failure;
  };

  return {
    async handOver(mail: OutgoingMail): Promise<HandoverFailure | null> {
      for (const [line, timer] of kept) {
        kept.delete(line);
        clearTimeout(timer);
        const failure = await over(line, mail);
        if (failure === null || failure.begun || failure.responseCode !== null) return failure;
      }
      return over(await openLine(server), mail);
    },

    close(): void {
      for (const [line, timer] of kept) {
        clearTimeout(timer);
        line.close();
      }
      kept.clear();
    },
  };
}

/** Resolves also when nobody answers: the first mail then says so. */
function openLine(server: MailServer): Promise<Line> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.secure,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  let isBroken = false;
  let onBreak: (error: unknown) => void = () => undefined;
  const broken = (error: unknown): void => {
    isBroken = true;
    onBreak(error);
  };
  connection.on('error', broken);
  connection.once('end', () => broken(null));

  const line: Line = {
    async send(mail) {
      if (isBroken) return { begun: false, responseCode: null };
      const failure = await new Promise<HandoverFailure | null>((resolve) => {
        const attempt = { begun: false };
        const failed = (error: unknown): void =>
          resolve({ begun: attempt.begun, responseCode: answerAboutMail(error) });
        onBreak = failed;
        connection.send({ from: mail.from, to: [mail.to] }, textOf(mail, attempt), (error) =>
          error ? failed(error) : resolve(null),
        );
      });
      if (failure !== null) connection.close();
      return failure;
    },
    close: () => connection.quit(),
  };

  return new Promise((resolve) => {
    const opened = (error?: unknown): void => {
      if (error) {
        isBroken = true;
        connection.close();
      }
      resolve(line);
    };
    onBreak = opened;
    connection.connect((error) => {
      if (error || server.auth === null) return opened(error);
      connection.login(server.auth, opened);
    });
  });
}

/** The text is read, and the attempt begun, only once the server has said that it is ready to take it. */
const textOf = ({ raw }: OutgoingMail, attempt: { begun: boolean }): Readable =>
  Readable.from(
    (function* () {
      attempt.begun = true;
      yield raw;
    })(),
  );

/**
 * What the server said of this mail. A refusal of the connection, the password or the sender says
 * nothing of the mail: that is for those who run the service to mend, and the mail waits.
 */
function answerAboutMail(error: unknown): number | null {
  const { responseCode, command } = (error ?? {}) as { responseCode?: unknown; command?: unknown };
  const isAboutMail = command === 'RCPT TO' || command === 'DATA';
  return isAboutMail && typeof responseCode === 'number' ? responseCode : null;
}

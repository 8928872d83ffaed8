import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export type Caught = {
  readonly kind: string;
  readonly to: string;
  readonly messageId: string;
  readonly mail: ParsedMail;
};

type Manners =
  /** Takes every mail. */
  | 'takes'
  /** Refuses the recipient for good. */
  | 'refuses'
  /** Asks to come back later. */
  | 'defers'
  /** Takes the whole text and hangs up without a word. */
  | 'hangs-up'
  /** Wants a password that nobody gave. */
  | 'locked';

/** A real mail server on loopback that keeps what it takes, and can be told to misbehave. */
export async function startMailServer() {
  const caught: Caught[] = [];
  const seen = { texts: 0, manners: 'takes' as Manners };
  const refusal = (responseCode: number): Error => Object.assign(new Error('no'), { responseCode });

  const create = (): SMTPServer =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onMailFrom: (_from, _session, done) => done(seen.manners === 'locked' ? refusal(530) : null),
      onRcptTo: (_to, _session, done) => done(seen.manners === 'refuses' ? refusal(550) : null),
      onData(stream, _session, done) {
        void simpleParser(stream).then((mail) => {
          seen.texts += 1;
          if (seen.manners === 'hangs-up') return hangUp();
          if (seen.manners === 'defers') return done(refusal(451));
          caught.push(caughtOf(mail));
          done();
        });
      },
    });

  let server = create();
  const sockets = new Set<Socket>();
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const start = async (port: number): Promise<number> => {
    server = create();
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => sockets.add(socket));
    server.listen(port, '127.0.0.1');
    await once(server.server, 'listening');
    return (server.server.address() as AddressInfo).port;
  };
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      hangUp();
    });
  const port = await start(0);

  return {
    url: `smtp://127.0.0.1:${port}`,
    caught,
    seen,
    kinds: (): string[] => caught.map(({ kind }) => kind),
    stop,
    startAgain: () => start(port),
  };
}

function caughtOf(mail: ParsedMail): Caught {
  const to = Array.isArray(mail.to) ? mail.to[0] : mail.to;
  return {
    kind: String(mail.headers.get('x-gatefold-notice')),
    to: to?.text ?? '',
    messageId: mail.messageId ?? '',
    mail,
  };
}

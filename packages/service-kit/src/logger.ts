import { pino, type Logger as PinoLogger } from 'pino';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

/** Never in a log: credentials, addresses and names. Ids are fine. */
const redacted = ['authorization', 'cookie', 'set-cookie', 'email', 'name', 'token', 'secret', 'password'];

/** Lines of JSON on standard output, each with the service's name. */
export const createLogger = (service: string, level: string): Logger =>
  pino({
    level,
    base: { service },
    redact: { paths: redacted.flatMap((key) => [key, `*.${key}`, `*.*["${key}"]`]), censor: '[redacted]' },
  });

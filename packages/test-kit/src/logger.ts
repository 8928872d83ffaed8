type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

export type LogLine = { readonly level: Level; readonly facts: object; readonly message: string };

/** A logger whose lines a test can look at. Fits where a service takes its logger, and says nothing itself. */
export function collectingLogger() {
  const lines: LogLine[] = [];
  const on =
    (level: Level) =>
    (facts: object, message: string): void =>
      void lines.push({ level, facts, message });
  return {
    lines,
    debug: on('debug'),
    info: on('info'),
    warn: on('warn'),
    error: on('error'),
    fatal: on('fatal'),
  };
}

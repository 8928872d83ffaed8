import type { IncomingMessage } from 'node:http';

/**
 * Reads so many bytes of a body, and not the end behind them: with `unshift` the request can be handed on as it came.
 */
export function readWhole(req: IncomingMessage, length: number, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let missing = length;
  const read = (): void => {
    for (let chunk = req.read() as Buffer | null; chunk !== null; chunk = missing > 0 ? req.read() : null) {
      chunks.push(chunk);
      missing -= chunk.length;
    }
    if (missing > 0) return;
    req.off('readable', read);
    then(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
  };
  req.on('readable', read);
}

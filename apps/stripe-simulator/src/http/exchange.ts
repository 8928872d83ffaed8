import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from '../domain/refusals.ts';

/** One call of the API, on its way. */
export type Exchange = {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** The form-encoded parameters: the body of a POST, else the query. */
  readonly text: string;
  readonly requestId: string;
  readonly startedAt: number;
};

export const headerOf = ({ req }: Pick<Exchange, 'req'>, name: string): string | undefined => {
  const value = req.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

const LARGEST = 1_048_576;

/** The body as text. Refuses more than 1 MB as soon as that is known. */
export async function bodyOf(req: IncomingMessage): Promise<string> {
  if (Number(req.headers['content-length'] ?? 0) > LARGEST) throw tooLarge();
  if (req.headers['content-encoding'] !== undefined)
    throw refuse('body_invalid', 'The body of the request cannot be read: it is compressed.');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST) return void chunks.push(chunk);
      req.pause();
      reject(tooLarge());
    });
    req.on('end', () =>
      resolve((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString('utf8') ?? ''),
    );
    // Who hangs up in the middle of the body hears no answer, and it is no fault of ours.
    req.on('error', () => reject(refuse('body_invalid', 'The request was broken off.')));
  });
}

const tooLarge = () => refuse('too_large', 'The request is larger than 1 MB.');

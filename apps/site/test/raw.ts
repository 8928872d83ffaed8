import { Agent, request } from 'node:http';

export type RawQuestion = {
  /** Sent as it is: `fetch` would tidy dots, slashes and encodings up. */
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/** Asks for an address letter by letter, and gives the whole answer as text, its headers first. */
export function askRaw(siteUrl: string, { path, method, headers, body }: RawQuestion): Promise<string> {
  const { port } = new URL(siteUrl);
  return new Promise((resolve, reject) => {
    const asked = request({ agent, host: '127.0.0.1', port, path, method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve(
          `${answer.statusCode ?? ''} ${answer.rawHeaders.join(' ')}\n${Buffer.concat(parts).toString()}`,
        ),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

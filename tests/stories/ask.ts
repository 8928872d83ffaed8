import { lookup } from 'node:dns';
import { request, type RequestOptions } from 'node:http';
import { text } from 'node:stream/consumers';

export type Asking = {
  readonly method?: 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type Answer = {
  readonly status: number;
  readonly location: string | undefined;
  readonly setCookies: readonly string[];
  readonly body: string;
};

/** One request, which follows no redirect. As `fetch`, but for names that only browsers resolve by themselves. */
export const ask = (url: URL, { body, ...options }: Asking): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { ...options, lookup: localNames }, (response) => {
      const { statusCode = 0, headers } = response;
      const { location, 'set-cookie': setCookies = [] } = headers;
      text(response).then(
        (said) => resolve({ status: statusCode, location, setCookies, body: said }),
        reject,
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** Whatever ends in `.localhost` is this computer (RFC 6761), also where the resolver does not know it. */
const localNames: NonNullable<RequestOptions['lookup']> = (name, options, done) =>
  lookup(name.endsWith('.localhost') ? 'localhost' : name, options, done);

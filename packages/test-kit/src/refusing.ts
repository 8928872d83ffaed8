import { misfitsOf, oddOnesOf, sampleOf, type Misfit, type Schema } from './misfits.ts';

type Operation = { readonly method: string; readonly path: string; readonly caller: string };

type Refusing = {
  readonly url: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Of what an operation takes as its body; null where it takes none. */
  schemaOf(name: string): Schema | null;
  /** For somebody whom the contract lets in: `caller` is its word for them. */
  tokenFor(caller: string): Promise<string | null>;
  /** What stands for each parameter in a path. */
  readonly params: Readonly<Record<string, string>>;
  /** Bodies that fit where a schema does not say enough of them. */
  readonly bodies?: Readonly<Record<string, unknown>>;
};

/**
 * Sends each operation, as one who may call it, a body with a field too many in each of its objects and a text too long
 * in each of its places, which must be refused as not fitting; what is merely odd, and parameters too long, which must
 * break nothing. Answers with what was not so, and with the operations for which no body is known that fits.
 */
export async function notRefused({ url, operations, schemaOf, tokenFor, params, bodies = {} }: Refusing) {
  const found: string[] = [];
  for (const [name, { method, path, caller }] of Object.entries(operations)) {
    const token = await tokenFor(caller);
    const send = (where: string, body?: string) => ask(`${url}${where}`, { method, token, body });
    const long = { ...Object.fromEntries(Object.keys(params).map((key) => [key, 'x'.repeat(3_000)])) };
    if (path.includes('{')) {
      const { status } = await send(fill(path, long), method === 'get' ? undefined : '{}');
      if (status < 400 || status >= 500) found.push(`${name}: ${status} for a parameter of 3,000 letters`);
    }
    const schema = schemaOf(name);
    if (schema === null) continue;
    const fits = bodies[name] ?? sampleOf(schema);
    const at = fill(path, params);
    const first = await send(at, JSON.stringify(fits));
    if (isMisfit(first))
      found.push(`${name}: no body is known that fits: ${JSON.stringify(fits)}: ${first.text}`);
    const tried = async (misfits: readonly Misfit[], isRight: (answer: Answer) => boolean) => {
      for (const { what, body } of misfits) {
        const answer = await send(at, body);
        if (!isRight(answer)) found.push(`${name}: ${answer.status} for ${what}`);
      }
    };
    await tried(misfitsOf(fits), isMisfit);
    await tried(oddOnesOf(fits), ({ status }) => status < 500);
  }
  return found;
}

type Answer = { readonly status: number; readonly text: string };

/** Refused as what does not fit the contract, or before anybody has read all of it. */
const isMisfit = ({ status, text }: Answer): boolean =>
  status === 413 || (status === 400 && text.includes('invalid-input'));

const fill = (path: string, values: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? values['id'] ?? 'x');

type Asking = { readonly method: string; readonly token: string | null; readonly body: string | undefined };

async function ask(url: string, { method, token, body }: Asking): Promise<Answer> {
  const response = await fetch(url, {
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, text: response.status < 400 ? '' : await response.text() };
}

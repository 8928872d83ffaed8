/** Of an operation, what decides who may call it. */
type Operation = { readonly method: string; readonly path: string; readonly caller: string };

export type Route = { readonly method: string; readonly path: string };

type Layer = {
  readonly route?: {
    readonly path: string | readonly string[];
    readonly methods: Readonly<Record<string, boolean>>;
  };
  readonly handle?: { readonly stack?: readonly Layer[] };
};

/** Everything that an Express app answers, its routers' routes included, as it was put in. */
export function routesOf(app: unknown): Route[] {
  const walk = (stack: readonly Layer[]): Route[] =>
    stack.flatMap(({ route, handle }) =>
      route === undefined
        ? walk(handle?.stack ?? [])
        : [route.path]
            .flat()
            .flatMap((path) => Object.keys(route.methods).map((method) => ({ method, path }))),
    );
  return walk((app as { readonly router: { readonly stack: readonly Layer[] } }).router.stack);
}

/** What operators ask, without a token, on a network that is theirs. */
const forOperators = ['/healthz', '/readyz', '/metrics', '/openapi.json'];

/** A route may fill in what the contract leaves open: `/reports/revenue.csv` for `/reports/{report}.csv`. */
const asPattern = ({ method, path }: Operation): RegExp =>
  new RegExp(`^${method} ${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

/** Routes of an app for which no operation of its contract says who may call. */
export const withoutRule = (
  app: unknown,
  operations: Readonly<Record<string, Operation>>,
  /** Routes that no person calls, such as a webhook that knows its sender by a signature. */
  ...besides: readonly string[]
): string[] => {
  const rules = Object.values(operations).map(asPattern);
  return routesOf(app)
    .filter(({ path }) => !forOperators.includes(path))
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => !besides.includes(route) && !rules.some((rule) => rule.test(route)));
};

export const people = ['nobody', 'provisional', 'reader', 'finance', 'editor', 'admin'] as const;
export type Person = (typeof people)[number];
const staff: readonly Person[] = ['finance', 'editor', 'admin'];

/** Who is let in by each word of the contract; on a reader's operations an id decides besides. */
const letsIn: Readonly<Record<string, readonly Person[]>> = {
  anyone: people,
  reader: ['provisional', 'reader', 'finance', 'editor', 'admin'],
  finance: ['finance', 'admin'],
  editor: ['editor', 'admin'],
  admin: ['admin'],
  service: [],
};

export const mayCall = (person: Person, caller: string): boolean => letsIn[caller]?.includes(person) ?? false;

type Matrix = {
  readonly url: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** A token for each of them; null for nobody. */
  tokenOf(person: Person): Promise<string | null>;
  /** What stands for each parameter in a path: ids that belong to none of them. */
  readonly foreign: Readonly<Record<string, string>>;
  /** For operations that look at their input before they look at who asks; all others get an empty object. */
  readonly bodies?: Readonly<Record<string, unknown>>;
};

const isRefusal = (status: number): boolean => status === 401 || status === 403;

/**
 * Asks for every operation as every person, and answers with whom it should not have let in and whom
 * it should not have kept out. With ids of others nothing may be given out, whoever asks but staff.
 */
export async function unexpected({
  url,
  operations,
  tokenOf,
  foreign,
  bodies = {},
}: Matrix): Promise<string[]> {
  const found: string[] = [];
  for (const person of people) {
    const token = await tokenOf(person);
    for (const [name, { method, path, caller }] of Object.entries(operations)) {
      const status = await ask(`${url}${fill(path, foreign)}`, { method, token, body: bodies[name] ?? {} });
      const wrong = verdict({ person, caller, status, hasForeignId: path.includes('{') });
      if (wrong !== null) found.push(`${name}: ${person}: ${status}: ${wrong}`);
    }
  }
  return found;
}

type Answered = {
  readonly person: Person;
  readonly caller: string;
  readonly status: number;
  readonly hasForeignId: boolean;
};

function verdict({ person, caller, status, hasForeignId }: Answered): string | null {
  if (status >= 500) return 'failed';
  if (!mayCall(person, caller)) return isRefusal(status) ? null : 'was let in';
  if (caller === 'anyone') return null;
  if (caller !== 'reader') return isRefusal(status) ? 'was kept out' : null;
  return hasForeignId && !staff.includes(person) && status < 400 ? "was given somebody else's" : null;
}

const fill = (path: string, values: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? values['id'] ?? 'x');

type Asking = { readonly method: string; readonly token: string | null; readonly body: unknown };

/** The status alone: streams are not waited for. */
async function ask(url: string, { method, token, body }: Asking): Promise<number> {
  const aborting = new AbortController();
  const response = await fetch(url, {
    method: method.toUpperCase(),
    redirect: 'manual',
    signal: aborting.signal,
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(method === 'get' ? {} : { body: JSON.stringify(body) }),
  });
  aborting.abort();
  return response.status;
}

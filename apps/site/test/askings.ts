import { ada, newcomer, REVISION } from './world.ts';

/** One way of asking for an address, such as an outsider might try. */
export type Asking = {
  readonly name: string;
  readonly path?: (path: string) => string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'OPTIONS' | 'DELETE';
};

const ending = (end: string): Asking => ({
  name: `with ${end}`,
  path: (path) => path.replace(/(\?|$)/, `${end}$1`),
});

const query = (pair: string): Asking => ({
  name: `with ?${pair}`,
  path: (path) => `${path}${path.includes('?') ? '&' : '?'}${pair}`,
});

const header = (name: string, value: string): Asking => ({
  name: `with ${name}: ${value}`,
  headers: { [name]: value },
});

const written = (name: string, path: (path: string) => string): Asking => ({ name, path });

const inAnotherForm: readonly Asking[] = [
  ...['.json', '.data', '.html', '.txt', '.xml', '.rss', '.md', '.rsc', '/', '/amp', '/print', '/body'].map(
    ending,
  ),
  ...['/index.html', '/feed', ';jsessionid=1', '%20', '%00', '.'].map(ending),
  ...['print', 'print=1&format=full', 'format=json', '_data=routes/article', '_routes=routes/article'].map(
    query,
  ),
  ...['preview=true', `revision=${REVISION}`, 'atLeast=1', 'after=0&limit=1000', 'amp=1', '_method=GET'].map(
    query,
  ),
];

const inAnotherSpelling: readonly Asking[] = [
  written('in capitals', (path) => path.toUpperCase()),
  written('with its first letter encoded', (path) =>
    path.replace(/^\/(\w)/, (_, letter: string) => `/%${letter.charCodeAt(0).toString(16)}`),
  ),
  written('with its slashes encoded', (path) => `/${path.slice(1).replaceAll('/', '%2F')}`),
  written('with two slashes', (path) => `/${path}`),
  written('by way of its parent', (path) => `/x/..${path}`),
  written('by way of its parent, encoded', (path) => `/x/%2e%2e${path}`),
  written('below itself', (path) => `/.${path}`),
  written('with backslashes', (path) => `/${path.slice(1).replaceAll('/', '\\')}`),
  written('as a whole address', (path) => `http://localhost${path}`),
];

const withHeaders: readonly Asking[] = [
  ...[
    'application/json',
    'text/x-script',
    'text/x-component',
    'text/markdown',
    'application/atom+xml',
    '*/*',
  ].map((type) => header('accept', type)),
  header('range', 'bytes=0-100000'),
  header('range', 'bytes=-5000'),
  header('if-none-match', '"stale"'),
  header('if-none-match', '*'),
  header('if-modified-since', 'Thu, 01 Jan 2026 00:00:00 GMT'),
  header('accept-encoding', 'identity'),
  header('purpose', 'prefetch'),
  header('rsc', '1'),
  header('x-requested-with', 'XMLHttpRequest'),
  header('x-remix-request', '1'),
  header('x-http-method-override', 'GET'),
  header('x-original-url', '/account'),
  header('x-forwarded-host', 'meridian.example'),
  header('x-forwarded-user', ada.id),
  header('x-reader', ada.id),
  header('authorization', `Bearer ${ada.token}`),
  header('authorization', 'Bearer token-of-the-site'),
  header('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
  header('cache-control', 'only-if-cached, max-stale'),
];

const crawlers: readonly Asking[] = [
  ['Googlebot/2.1 (+http://www.google.com/bot.html)', '66.249.66.1'],
  ['Mozilla/5.0 (compatible; bingbot/2.0)', '40.77.167.1'],
  ['facebookexternalhit/1.1', '69.63.176.1'],
  ['GPTBot/1.2', '20.15.240.64'],
  ['Feedly/1.0', '8.29.198.25'],
].map(([agent = '', address = '']) => ({
  name: `as ${agent}`,
  headers: { 'user-agent': agent, 'x-forwarded-for': address, referer: 'https://www.google.com/' },
}));

const cookies: readonly Asking[] = [
  'gatefold_session=ended-long-ago',
  'gatefold_session=',
  `gatefold_session=ended-long-ago; gatefold_session=${ada.session}`,
  `__Host-gatefold_session=${ada.session}`,
  `Gatefold_Session=${ada.session}`,
  `session=${ada.session}; reader=${ada.id}; token=${ada.token}`,
  `gatefold_session=${ada.id}`,
  `gatefold_session=${ada.token}`,
  `gatefold_session=${newcomer.session}`,
].map((cookie) => ({ ...header('cookie', cookie), name: `with the cookie ${cookie}` }));

const methods: readonly Asking[] = (['HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE'] as const).map((method) => ({
  name: `by ${method}`,
  method,
}));

export const askings: readonly Asking[] = [
  { name: 'plainly' },
  ...inAnotherForm,
  ...inAnotherSpelling,
  ...withHeaders,
  ...crawlers,
  ...cookies,
  ...methods,
];

import type { RouteConfigEntry } from '@react-router/dev/routes';

/** Every path of the pages, as `routes.ts` writes them. */
export const pagePatterns = (entries: readonly RouteConfigEntry[], above = ''): readonly string[] =>
  entries.flatMap(({ path, index, children }) => {
    const here = index === true ? above || '/' : `${above}/${path ?? ''}`;
    return [here, ...pagePatterns(children ?? [], here)];
  });

type Layer = { readonly route?: { readonly path: string | string[] }; readonly handle?: { stack?: Layer[] } };

/** Every path that an Express app answers before the pages, its routers' included. */
export function serverPatterns(app: object): readonly string[] {
  const walk = (stack: readonly Layer[]): string[] =>
    stack.flatMap(({ route, handle }) =>
      route === undefined ? walk(handle?.stack ?? []) : [route.path].flat(),
    );
  return walk((app as { router: { stack: Layer[] } }).router.stack);
}

/** The patterns that none of the paths fits. */
export function uncovered(patterns: readonly string[], paths: readonly string[]): readonly string[] {
  // The catch-all fits everything, so only a path that fits nothing else covers it.
  const named = patterns
    .filter((pattern) => pattern !== '/*')
    .map((pattern) => [pattern, fitting(pattern)] as const);
  const fitsNone = (path: string): boolean => named.every(([, regex]) => !regex.test(path));
  return [
    ...named.filter(([, regex]) => !paths.some((path) => regex.test(path))).map(([pattern]) => pattern),
    ...(patterns.includes('/*') && !paths.some(fitsNone) ? ['/*'] : []),
  ];
}

const fitting = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);

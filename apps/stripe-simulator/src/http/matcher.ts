import type { Route } from './route.ts';

type Node = {
  readonly literal: Map<string, Node>;
  named: Node | null;
  readonly routes: Map<string, Route>;
};

export type Matched = { readonly route: Route; readonly params: Readonly<Record<string, string>> };

const newNode = (): Node => ({ literal: new Map(), named: null, routes: new Map() });

/** Finds the route of a path by its parts: as many steps as the path has, however many routes there are. */
export function createMatcher(routes: readonly Route[]) {
  const root = newNode();
  for (const route of routes) {
    let node = root;
    for (const part of partsOf(route.path)) node = part.startsWith(':') ? named(node) : literal(node, part);
    node.routes.set(route.method, route);
  }

  return (method: string, path: string): Matched | null => {
    const parts = partsOf(path);
    const found = search(root, parts, 0);
    const route = found?.routes.get(method.toLowerCase());
    return route === undefined ? null : { route, params: paramsOf(route, parts) };
  };
}

const partsOf = (path: string): string[] => path.split('/').slice(1);

function literal(node: Node, part: string): Node {
  const known = node.literal.get(part) ?? newNode();
  node.literal.set(part, known);
  return known;
}

function named(node: Node): Node {
  node.named ??= newNode();
  return node.named;
}

/** A part that a route spells out wins over one that it only names. */
function search(node: Node, parts: readonly string[], at: number): Node | null {
  if (at === parts.length) return node.routes.size === 0 ? null : node;
  const part = parts[at] ?? '';
  const spelled = node.literal.get(part);
  const found = spelled === undefined ? null : search(spelled, parts, at + 1);
  if (found !== null) return found;
  return node.named === null || part === '' ? null : search(node.named, parts, at + 1);
}

function paramsOf({ path }: Route, parts: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [index, name] of partsOf(path).entries())
    if (name.startsWith(':')) params[name.slice(1)] = decoded(parts[index] ?? '');
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

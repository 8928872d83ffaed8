import { refuse } from '../domain/refusals.ts';

export type Form = { readonly [key: string]: string | Form | readonly (string | Form)[] };

type Node = { [key: string]: string | Node };

const MOST_KEYS = 2_000;
const DEEPEST = 8;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a form-encoded body or query with brackets: `items[0][price]=…`, `expand[]=…`.
 *
 * Everything is text. Keys that are numbers in a row from 0, or empty, make a list.
 */
export function parseForm(text: string): Form {
  if (text === '') return {};
  const root: Node = {};
  const pairs = new URLSearchParams(text);
  if (pairs.size > MOST_KEYS)
    throw refuse('body_invalid', `The request has more than ${MOST_KEYS} parameters.`);
  for (const [key, value] of pairs) put(root, pathOf(key), value);
  return listed(root) as Form;
}

const plainName = /^\w+$/;

function pathOf(key: string): string[] {
  if (plainName.test(key) && !forbidden.has(key)) return [key];
  const matched = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key);
  if (matched === null) throw refuse('body_invalid', `Invalid parameter name: ${key.slice(0, 100)}`);
  const rest = [...(matched[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map(([, part]) => part ?? '');
  const path = [matched[1] ?? '', ...rest];
  if (path.length > DEEPEST) throw refuse('body_invalid', `The parameter ${path[0]} is nested too deep.`);
  const bad = path.find((part) => forbidden.has(part));
  if (bad !== undefined)
    throw refuse('parameter_unknown', `Received unknown parameter: ${bad}`, { param: bad });
  return path;
}

function put(root: Node, path: readonly string[], value: string): void {
  let node = root;
  for (const part of path.slice(0, -1)) {
    const key = part === '' ? String(Object.keys(node).length) : part;
    const next = (node[key] ??= {});
    if (typeof next === 'string')
      throw refuse('body_invalid', `The parameter ${path[0]} is text and an object.`);
    node = next;
  }
  const last = path.at(-1) ?? '';
  node[last === '' ? String(Object.keys(node).length) : last] = value;
}

function listed(node: string | Node): unknown {
  if (typeof node === 'string') return node;
  const keys = Object.keys(node);
  const values = keys.map((key) => listed(node[key] ?? ''));
  if (keys.length > 0 && keys.every((key, index) => key === String(index))) return values;
  return Object.fromEntries(keys.map((key, index) => [key, values[index]]));
}

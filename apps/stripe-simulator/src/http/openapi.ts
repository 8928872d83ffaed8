import { apiVersion } from '../domain/wire.ts';
import type { Route } from './route.ts';

/** The simulated part of Stripe's API, made from the same schemas that read its parameters. */
export function openApi(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, path, schema: schemaOf } of routes) {
    const schema = schemaOf();
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
    (paths[path.replaceAll(/:(\w+)/g, '{$1}')] ??= {})[method] = {
      parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...(method === 'post'
        ? { requestBody: { content: { 'application/x-www-form-urlencoded': { schema } } } }
        : { 'x-query': schema }),
      responses: { 200: { description: "Stripe's object" }, default: { description: "Stripe's error" } },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Stripe, simulated', version: apiVersion },
    paths,
  };
}

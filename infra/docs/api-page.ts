import { billing, content, entitlement, identity, mail, operations, type Endpoint } from '@gatefold/api';
import { code, made, table } from './markdown.ts';

type Service = { readonly title: string; readonly endpoints: Readonly<Record<string, Endpoint>> };

const services: readonly Service[] = [
  { title: 'billing', endpoints: billing },
  { title: 'entitlement', endpoints: entitlement },
  { title: 'content', endpoints: content },
  { title: 'identity', endpoints: identity },
  { title: 'mail', endpoints: mail },
  { title: 'Every service that consumes events', endpoints: operations },
];

/** Every endpoint with who may call it and what it may refuse. */
export function apiPage(): string {
  return [
    made('`packages/api`'),
    '# HTTP APIs',
    'The whole contract of a service, schemas included, is at its `/openapi.json`. Lists answer `{ data, nextCursor }`; money is `{ "amount": "100", "currency": "USD" }` in minor units; instants are ISO in UTC; every command honours `Idempotency-Key`. Any call may also answer one of the [common problems](problems.md).',
    'Every service also answers `/healthz`, `/readyz`, `/metrics` and `/openapi.json`, without a token.',
    ...services.flatMap(({ title, endpoints }) => [`## ${title}`, endpointTable(Object.values(endpoints))]),
  ].join('\n\n');
}

const endpointTable = (endpoints: readonly Endpoint[]): string =>
  table(
    ['call', 'who', 'what', 'refusals'],
    endpoints.map(({ method, path, caller, summary, problems }) => [
      code(`${method.toUpperCase()} ${path}`),
      caller,
      summary,
      problems.map(code).join(', '),
    ]),
  );

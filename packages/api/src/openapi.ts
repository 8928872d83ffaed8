import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'An RFC 9457 problem. Branch on `code`.' });

/** The OpenAPI 3.1 document of a service, from the same schemas that parse its requests. */
export function openApiOf(title: string, endpoints: Readonly<Record<string, Endpoint>>): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  for (const [operationId, endpoint] of Object.entries(endpoints))
    registry.registerPath(routeOf(operationId, endpoint));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title, version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
  });
}

function routeOf(operationId: string, endpoint: Endpoint): RouteConfig {
  const { method, path, summary, caller, params, query, body, status, answer, problems } = endpoint;
  const { media = 'application/json' } = endpoint;
  return {
    operationId,
    method,
    path,
    summary,
    ...(caller === 'anyone' ? {} : { security: [{ bearer: [] }] }),
    request: {
      ...(params === undefined ? {} : { params: params as z.ZodObject }),
      ...(query === undefined ? {} : { query: query as z.ZodObject }),
      ...(body === undefined ? {} : { body: { content: { 'application/json': { schema: body } } } }),
    },
    responses: {
      [status]: { description: summary, content: { [media]: { schema: answer } } },
      default: {
        description:
          problems.length === 0
            ? 'A problem.'
            : `A problem; besides the common codes: ${problems.join(', ')}.`,
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  };
}

export { billing } from './billing.ts';
export { ApiProblem, createClient, type Client, type ClientOptions } from './client.ts';
export { content } from './content.ts';
export { endpoint, expressPath, type Endpoint } from './endpoint.ts';
export { deniedReasons, entitlement, grantedReasons } from './entitlement.ts';
export { identity } from './identity.ts';
export { mail } from './mail.ts';
export { operations } from './operations.ts';
export { openApiOf } from './openapi.ts';

import { z } from 'zod';
import { refuse } from '../../domain/refusals.ts';
import { newWebhookEndpoint } from '../../domain/webhook.ts';
import { apiVersion, mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { created, flag, many, metadata, paging, text } from '../params.ts';
import { deleted, pageOf, route } from '../route.ts';

export const eventRoutes = [
  route('get', '/v1/events/:event', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'event', [at('event')]),
  }),
  route('get', '/v1/events', {
    params: z.strictObject({ ...paging, created, type: text.optional(), types: many(text).optional() }),
    run: (call) => {
      const { type, types } = call.params;
      const only = types?.length === 1 ? types[0] : type;
      return pageOf(call, 'event', {
        url: '/v1/events',
        where: { tag: only?.includes('*') === true ? undefined : only, created: call.params.created },
        keep: (event) =>
          (type === undefined || matches(type, event.type)) &&
          (types === undefined || types.some((wanted) => matches(wanted, event.type))),
      });
    },
  }),
];

/** `charge.*` stands for all events of charges. */
const matches = (wanted: string, type: string): boolean =>
  wanted === type || (wanted.endsWith('*') && type.startsWith(wanted.slice(0, -1)));

const events = many(text.min(1));

export const webhookEndpointRoutes = [
  route('post', '/v1/webhook_endpoints', {
    params: z.strictObject({
      api_version: text.optional(),
      connect: flag.optional(),
      description: text.optional(),
      enabled_events: events,
      metadata: metadata.optional(),
      url: z.url({ protocol: /^https?$/, error: 'Not a valid URL' }),
    }),
    run({ unit, params: { connect, ...terms } }) {
      if (connect === true)
        throw refuse('not_simulated', 'Connected accounts are not simulated.', { param: 'connect' });
      if (terms.api_version !== undefined && terms.api_version !== apiVersion)
        throw refuse('not_simulated', `Events are made in the shapes of ${apiVersion} only.`, {
          param: 'api_version',
        });
      const made = newWebhookEndpoint(terms, unit);
      unit.save(made);
      const { sim, ...visible } = made;
      return { plain: { ...visible, secret: sim.secret } };
    },
  }),
  route('get', '/v1/webhook_endpoints/:endpoint', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'webhook_endpoint', [at('endpoint')]),
  }),
  route('post', '/v1/webhook_endpoints/:endpoint', {
    params: z.strictObject({
      description: text.optional(),
      disabled: flag.optional(),
      enabled_events: events.optional(),
      metadata: metadata.optional(),
      url: z.url({ protocol: /^https?$/, error: 'Not a valid URL' }).optional(),
    }),
    run({ unit, at, params }) {
      const found = required(unit, 'webhook_endpoint', [at('endpoint')]);
      const status = params.disabled === undefined ? found.status : params.disabled ? 'disabled' : 'enabled';
      const changed = {
        ...found,
        description: params.description ?? found.description,
        enabled_events: params.enabled_events ?? found.enabled_events,
        metadata: mergeMetadata(found.metadata, params.metadata),
        status,
        url: params.url ?? found.url,
      } as const;
      unit.save(changed);
      return changed;
    },
  }),
  route('delete', '/v1/webhook_endpoints/:endpoint', {
    params: z.strictObject({}),
    run({ unit, at }) {
      const found = required(unit, 'webhook_endpoint', [at('endpoint')]);
      unit.remove(found, null);
      return deleted('webhook_endpoint', found.id);
    },
  }),
  route('get', '/v1/webhook_endpoints', {
    params: z.strictObject(paging),
    run: (call) => pageOf(call, 'webhook_endpoint', { url: '/v1/webhook_endpoints' }),
  }),
];

import type Stripe from 'stripe';
import { refuse } from '../../domain/refusals.ts';
import { newWebhookEndpoint } from '../../domain/webhook.ts';
import { apiVersion, mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { checkUrl } from '../params.ts';
import { call, createdRange, deleted, metadataOf, pageOf, pagingMask } from '../route.ts';

export const eventRoutes = [
  call<object>('get', '/v1/events/:event', {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'event', [at('event')]),
  }),
  call<Stripe.EventListParams>('get', '/v1/events', {
    simulates: { ...pagingMask, created: true, delivery_success: true, type: true, types: true },
    run(given) {
      const { created, delivery_success: delivered, type, types } = given.params;
      const names = (types ?? [type]).filter((name) => name !== undefined);
      return pageOf(given, 'event', {
        url: '/v1/events',
        where: { tag: areWhole(names) ? names : undefined, created: createdRange(created) },
        keep: (event) =>
          (type === undefined || matches(type, event.type)) &&
          (types === undefined || types.some((wanted) => matches(wanted, event.type))) &&
          (delivered === undefined || given.unit.isDelivered(event.id) === delivered),
      });
    },
  }),
];

const areWhole = (names: readonly string[]): boolean =>
  names.length > 0 && !names.some((name) => name.includes('*'));

/** `charge.*` stands for all events of charges. */
const matches = (wanted: string, type: string): boolean =>
  wanted === type || (wanted.endsWith('*') && type.startsWith(wanted.slice(0, -1)));

const path = '/v1/webhook_endpoints';

export const webhookEndpointRoutes = [
  call<Stripe.WebhookEndpointCreateParams>('post', path, {
    simulates: {
      api_version: true,
      connect: true,
      description: true,
      enabled_events: true,
      metadata: true,
      url: true,
    },
    run({ unit, params: { connect, description, metadata, ...terms } }) {
      checkUrl(terms.url, 'url');
      if (connect === true)
        throw refuse('not_simulated', 'Connected accounts are not simulated.', { param: 'connect' });
      if (terms.api_version !== undefined && terms.api_version !== apiVersion)
        throw refuse('not_simulated', `Events are made in the shapes of ${apiVersion} only.`, {
          param: 'api_version',
        });
      const made = newWebhookEndpoint(
        { ...terms, description: description || undefined, metadata: metadataOf(metadata) },
        unit,
      );
      unit.save(made);
      const { sim, ...visible } = made;
      return { plain: { ...visible, secret: sim.secret } };
    },
  }),
  call<object>('get', `${path}/:endpoint`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'webhook_endpoint', [at('endpoint')]),
  }),
  call<Stripe.WebhookEndpointUpdateParams>('post', `${path}/:endpoint`, {
    simulates: { description: true, disabled: true, enabled_events: true, metadata: true, url: true },
    run({ unit, at, params }) {
      checkUrl(params.url, 'url');
      const found = required(unit, 'webhook_endpoint', [at('endpoint')]);
      const status = params.disabled === undefined ? found.status : params.disabled ? 'disabled' : 'enabled';
      const changed = {
        ...found,
        description: params.description === undefined ? found.description : params.description || null,
        enabled_events: params.enabled_events ?? found.enabled_events,
        metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)),
        status,
        url: params.url ?? found.url,
      } as const;
      unit.save(changed);
      return changed;
    },
  }),
  call<object>('delete', `${path}/:endpoint`, {
    simulates: {},
    run({ unit, at }) {
      const found = required(unit, 'webhook_endpoint', [at('endpoint')]);
      unit.remove(found, null);
      return deleted('webhook_endpoint', found.id);
    },
  }),
  call<Stripe.WebhookEndpointListParams>('get', path, {
    simulates: pagingMask,
    run: (given) => pageOf(given, 'webhook_endpoint', { url: path }),
  }),
];

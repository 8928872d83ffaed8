import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { NewId } from '@gatefold/kernel';
import { readWhole, type Metrics } from '@gatefold/service-kit';
import type { Delivery } from '../usecases/record-stripe-event.ts';
import { traceFrom } from './trace.ts';

export const WEBHOOKS = '/webhooks/stripe';
const MOST_BYTES = 2 ** 20;
/** As text: head and body then leave in one piece. */
const TAKEN = '{"received":true}';

type Deps = {
  recordStripeEvent(delivery: Delivery): Promise<void>;
  metrics: Pick<Metrics, 'requestSeconds'>;
  newId: NewId;
};

/**
 * Takes deliveries before the app does: in a storm they come by thousands, and need nothing of it.
 *
 * What is out of the ordinary, or is refused, is handed on as it came, so that there is one place that says no.
 */
export function webhookDoor(
  { recordStripeEvent, metrics, newId }: Deps,
  app: RequestListener,
): RequestListener {
  const taken = metrics.requestSeconds.labels({ method: 'POST', route: WEBHOOKS, status: '200' });

  const process = newId();
  let count = 0;

  const answer = (res: ServerResponse, startedAt: number): void => {
    count += 1;
    res.writeHead(200, [
      'content-type',
      'application/json; charset=utf-8',
      'content-length',
      String(TAKEN.length),
      'x-request-id',
      `${process}.${count}`,
    ]);
    res.end(TAKEN);
    taken.observe((performance.now() - startedAt) / 1_000);
  };

  return (req, res) => {
    const length = lengthOf(req);
    if (length === null) return app(req, res);
    const startedAt = performance.now();
    readWhole(req, length, (raw) => {
      const { 'stripe-signature': header, traceparent } = req.headers;
      const signature = typeof header === 'string' ? header : undefined;
      recordStripeEvent({ raw, signature, traceparent: traceFrom(traceparent) }).then(
        () => answer(res, startedAt),
        () => {
          // Nobody has seen that it was read: it is still before its end.
          req.unshift(raw);
          app(req, res);
        },
      );
    });
  };
}

/** Of a delivery as Stripe sends them; null for everything else. */
function lengthOf({ url, method, headers }: IncomingMessage): number | null {
  if (url !== WEBHOOKS || method !== 'POST' || headers['content-encoding'] !== undefined) return null;
  const length = Number(headers['content-length'] ?? 0);
  return length > 0 && length <= MOST_BYTES ? length : null;
}

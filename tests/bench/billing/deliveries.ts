import { createHmac, randomBytes } from 'node:crypto';

/** Events of Stripe's as somebody who has the secret delivers them: one HTTP request each, ready to be sent. */
export type Delivery = { readonly id: string; readonly body: Buffer; readonly request: Buffer };

/** `count` events like `model`, each with an id of its own, about customers in turn. */
export function eventsLike(model: string, customers: readonly string[], count: number): string[] {
  const { id, data } = JSON.parse(model) as { id: string; data: { object: { customer: string } } };
  const parts = model.split(data.object.customer);
  const run = randomBytes(6).toString('hex');
  return Array.from({ length: count }, (_, index) =>
    parts.join(customers[index % customers.length]).replace(id, `evt_${run}${index}`),
  );
}

/** Signs them all now; a signature is good for five minutes. */
export function signed(events: readonly string[], secret: string): Delivery[] {
  const time = Math.floor(Date.now() / 1_000);
  return events.map((text) => {
    const body = Buffer.from(text);
    const signature = createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
    const head = [
      'POST /webhooks/stripe HTTP/1.1',
      'host: 127.0.0.1',
      'content-type: application/json; charset=utf-8',
      `stripe-signature: t=${time},v1=${signature}`,
      `content-length: ${body.length}`,
    ];
    const id = /"id":\s*"(evt_[^"]+)"/.exec(text)?.[1] ?? '';
    return { id, body, request: Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]) };
  });
}

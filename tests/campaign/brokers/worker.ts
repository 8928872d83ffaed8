import { randomUUID } from 'node:crypto';
import { connectTransport, createConsumer, createRelay, openPool, subscribe } from '@gatefold/messaging';
import { createLogger, systemMachineClock } from '@gatefold/service-kit';
import { z } from 'zod';
import { plantMultiPartition } from './planted.ts';
import { topic } from './rows.ts';

/** A service's relay or its consumer, as a process of its own: `CAMPAIGN_WORKER` says which, and where. */
export const Order = z.object({
  role: z.enum(['relay', 'consumer']),
  databaseUrl: z.string(),
  brokers: z.array(z.string()),
  plant: z.string().nullable(),
});

const order = Order.parse(JSON.parse(process.env['CAMPAIGN_WORKER'] ?? '{}'));
const logger = createLogger(order.role, 'warn');
const pool = openPool({ url: order.databaseUrl, name: order.role, logger });
const transport = connectTransport({
  events: 'kafka',
  kafkaBrokers: order.brokers,
  eventsDatabaseUrl: undefined,
  clientId: order.role,
  logger,
});
const common = { pool, clock: systemMachineClock, newId: randomUUID, logger };

switch (order.role) {
  case 'relay': {
    const sending =
      order.plant === 'multi-partition' ? plantMultiPartition(transport, order.brokers) : transport;
    await createRelay({ ...common, transport: sending, topics: [topic], pollMs: 10 }).start();
    break;
  }
  case 'consumer': {
    const effect = subscribe({
      topic,
      types: ['row.written'],
      schema: z.looseObject({}),
      async handle(event, tx) {
        await tx.query('INSERT INTO effect (event_id, key, sequence) VALUES ($1, $2, $3)', [
          event.id,
          event.key,
          event.sequence,
        ]);
      },
    });
    const consumer = createConsumer({ ...common, transport, group: 'campaign', subscriptions: [effect] });
    process.once('SIGTERM', () => void consumer.stop().finally(() => process.exit(0)));
    await consumer.start();
    break;
  }
}

export { readinessBy, secondsAhead } from './clock-check.ts';
export { encode } from './codec.ts';
export { connectTransport } from './connect-transport.ts';
export { createConsumer, subscribe, type Consumer } from './consumer.ts';
export type { ParkedEvent } from './parking-store.ts';
export { insertOutbox, outboxRow, type OutboxRow } from './outbox.ts';
export type { Parking } from './parking.ts';
export { partitionOf } from './partition.ts';
export { inTransaction, openPool, prepared, together } from './pool.ts';
export type {
  Consumption,
  Logger,
  LogRecord,
  OutgoingEvent,
  OutgoingRecord,
  Published,
  ReceivedEvent,
  Subscription,
  TailOptions,
  TakeBatch,
  Topic,
  Transport,
} from './port.ts';
export { createRelay, type Relay } from './relay.ts';
export type { TailRecord, TakeTail } from './tail.ts';

export type {
  Consumption,
  LogRecord,
  OutgoingEvent,
  OutgoingRecord,
  Published,
  ReceivedEvent,
  Subscription,
  TakeBatch,
  Topic,
  Transport,
} from './port.ts';

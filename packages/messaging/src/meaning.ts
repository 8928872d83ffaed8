import { z } from 'zod';
import { decode } from './codec.ts';
import type { LogRecord, ReceivedEvent, Subscription } from './port.ts';

/** What a record means to a group with these subscriptions. */
export type Meaning =
  | { readonly is: 'for-us'; readonly event: ReceivedEvent<unknown>; readonly subscription: Subscription }
  | { readonly is: 'unknown-type' }
  | { readonly is: 'unknown-major'; readonly major: string }
  | { readonly is: 'bad'; readonly reason: string };

/** Never throws, whoever wrote the record. An unknown type is somebody else's business or a newer publisher's, not an error. */
export function meaningOf(record: LogRecord, subscriptions: readonly Subscription[]): Meaning {
  const decoded = decode(record);
  switch (decoded.is) {
    case 'unknown-major':
      return decoded;
    case 'malformed':
      return { is: 'bad', reason: decoded.reason };
    case 'event': {
      const { event } = decoded;
      const subscription = subscriptions.find(
        ({ topic, types }) => topic.name === event.topic && types.includes(event.type),
      );
      if (subscription === undefined) return { is: 'unknown-type' };
      const data = subscription.schema.safeParse(event.data);
      if (!data.success) return { is: 'bad', reason: z.prettifyError(data.error) };
      return { is: 'for-us', event: { ...event, data: data.data }, subscription };
    }
  }
}

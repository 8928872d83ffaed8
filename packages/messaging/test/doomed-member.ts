import { connectTransport, type Topic } from '../src/index.ts';

/** A member of a group that takes a few records in and then waits, with the next in hand, to be killed. */
type Order = {
  kind: 'kafka' | 'postgres';
  group: string;
  topic: Topic;
  brokers: string[];
  eventsUrl: string;
  takes: number;
};
const { kind, group, topic, brokers, eventsUrl, takes } = JSON.parse(process.env['MEMBER'] ?? '{}') as Order;
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet };
function quiet(): void {}

const log = connectTransport({
  events: kind,
  kafkaBrokers: brokers,
  eventsDatabaseUrl: eventsUrl,
  clientId: 'doomed',
  logger: silent,
});
let taken = 0;
await log.consume({
  group,
  topics: [topic],
  take: async ({ records, progress }) => {
    for (const record of records) {
      if (taken === takes) {
        console.log(`took ${taken}`);
        await new Promise(() => undefined);
      }
      await progress(record);
      taken += 1;
    }
  },
});

import { toTailRecord, type TailRecord, type TakeTail } from './tail.ts';

type Header = Buffer | string | (Buffer | string)[] | undefined;

type Batch = {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly {
    readonly offset: string;
    readonly value: Buffer | null;
    readonly headers?: Readonly<Record<string, Header>>;
  }[];
};

/** What is used of kafkajs, so that whoever has it can hand it in. */
export type KafkaConsumer = {
  connect(): Promise<void>;
  subscribe(to: { topics: string[]; fromBeginning: boolean }): Promise<void>;
  run(options: { autoCommit: boolean; eachBatch(payload: { batch: Batch }): Promise<void> }): Promise<void>;
  seek(to: { topic: string; partition: number; offset: string }): void;
  disconnect(): Promise<void>;
  on(
    event: 'consumer.crash',
    listener: (event: { payload: { error: Error; restart: boolean } }) => void,
  ): unknown;
};

type Options = {
  /** A consumer of a group that nobody else is in, so that it gets every partition. */
  newConsumer(): KafkaConsumer;
  readonly topics: readonly string[];
  /** The next offset by topic and partition; from the earliest where none is named. */
  readonly from: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly take: TakeTail;
  /** Told of everything that went wrong; the tail goes on by itself. */
  onTrouble(error: unknown): void;
};

const AGAIN_AFTER_MS = 1_000;

/** Follows whole topics. Begins again, from where it was, whenever its client has given up. */
export function tailOfKafka(options: Options): { stop(): Promise<void> } {
  const positions = new Map<string, string>();
  for (const [topic, offsets] of Object.entries(options.from))
    for (const [partition, offset] of Object.entries(offsets)) positions.set(`${topic}/${partition}`, offset);
  let isStopping = false;
  let current: KafkaConsumer | null = null;
  let again: NodeJS.Timeout | undefined;

  const restart = (error: unknown): void => {
    if (isStopping) return;
    options.onTrouble(error);
    const broken = current;
    current = null;
    void broken?.disconnect().catch(() => undefined);
    clearTimeout(again);
    again = setTimeout(() => void begin(), AGAIN_AFTER_MS);
  };

  const begin = async (): Promise<void> => {
    const consumer = options.newConsumer();
    current = consumer;
    consumer.on('consumer.crash', ({ payload }) => {
      if (!payload.restart && current === consumer) restart(payload.error);
    });
    try {
      await follow(consumer, options, positions);
      if (isStopping) await consumer.disconnect();
    } catch (error) {
      if (current === consumer) restart(error);
    }
  };
  void begin();

  return {
    async stop() {
      isStopping = true;
      clearTimeout(again);
      await current?.disconnect().catch(() => undefined);
    },
  };
}

async function follow(
  consumer: KafkaConsumer,
  { topics, take }: Options,
  positions: Map<string, string>,
): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      const { topic, partition, messages } = batch;
      const last = messages.at(-1);
      if (last === undefined) return;
      take({ topic, records: recordsOf(batch) });
      positions.set(`${topic}/${partition}`, String(BigInt(last.offset) + 1n));
    },
  });
  for (const [id, offset] of positions) {
    const slash = id.lastIndexOf('/');
    consumer.seek({ topic: id.slice(0, slash), partition: Number(id.slice(slash + 1)), offset });
  }
}

function recordsOf({ topic, partition, messages }: Batch): TailRecord[] {
  const records: TailRecord[] = [];
  for (const { offset, value, headers } of messages) {
    const record = toTailRecord({ topic, partition, offset }, (name) => first(headers?.[name]), value);
    if (record !== null) records.push(record);
  }
  return records;
}

const first = (header: Header): Buffer | string | undefined => (Array.isArray(header) ? header[0] : header);

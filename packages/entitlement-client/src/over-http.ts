import type { FollowedRecord } from '@gatefold/access';
import type { Follower, LocalSource, Positions } from './local-source.ts';
import { serviceAt, ServiceSilence, type Service } from './service.ts';

const AGAIN_AFTER_MS = 1_000;
/** A sign of life comes every five seconds; a stream without any is broken though nobody has closed it. */
const SILENT_AFTER_MS = 20_000;
const GONE = 410;

type Options = { readonly baseUrl: string; readonly token: () => Promise<string> };

/** News over a stream of entitlement's, for those who have no Kafka. Connects again from where it was. */
export const overHttp = (options: Options): LocalSource => ({
  follow(from, follower) {
    const service = serviceAt(options);
    const stopping = new AbortController();
    const positions = new Map(
      Object.entries(from).map(([topic, offsets]) => [topic, new Map(Object.entries(offsets))]),
    );
    const running = followUntilStopped({ service, follower, positions, signal: stopping.signal });
    return {
      async stop() {
        stopping.abort();
        await running;
      },
    };
  },
});

type Following = {
  readonly service: Service;
  readonly follower: Follower;
  readonly positions: Map<string, Map<string, string>>;
  readonly signal: AbortSignal;
};

async function followUntilStopped(following: Following): Promise<void> {
  const { follower, signal } = following;
  while (!signal.aborted) {
    try {
      await readStream(following);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ServiceSilence && error.status === GONE) return follower.onGap();
      follower.onTrouble(error);
    }
    await pause(signal);
  }
}

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, AGAIN_AFTER_MS);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

async function readStream({ service, follower, positions, signal }: Following): Promise<void> {
  const silence = new AbortController();
  const from = encodeURIComponent(JSON.stringify(toPositions(positions)));
  const response = await service({
    path: `/v1/stream?from=${from}`,
    signal: AbortSignal.any([signal, silence.signal]),
  });
  let timer = setTimeout(() => silence.abort(), SILENT_AFTER_MS);
  let rest = '';
  try {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENT_AFTER_MS);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line, { follower, positions });
    }
  } finally {
    clearTimeout(timer);
  }
}

const toPositions = (positions: Following['positions']): Positions =>
  Object.fromEntries([...positions].map(([topic, offsets]) => [topic, Object.fromEntries(offsets)]));

type Line = Omit<FollowedRecord, 'value'> & { readonly topic: string; readonly data: unknown };

const encoder = new TextEncoder();

function take(line: string, { follower, positions }: Pick<Following, 'follower' | 'positions'>): void {
  const { topic, data, ...record } = JSON.parse(line) as Line;
  const value = data === null ? null : encoder.encode(JSON.stringify(data));
  follower.take(topic, [{ ...record, value }]);
  const offsets = positions.get(topic) ?? new Map<string, string>();
  positions.set(topic, offsets.set(String(record.partition), String(BigInt(record.offset) + 1n)));
}

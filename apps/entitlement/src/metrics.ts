import type { Verdict } from '@gatefold/access';
import type { Metrics, Worker } from '@gatefold/service-kit';
import type { AccessAnswer } from './domain/answer.ts';

type Measured = {
  outboxSeconds(): Promise<number>;
  parkedEvents(): Promise<number>;
  oldestTransactionSeconds(): Promise<number>;
  goodwillMinutes(): Promise<number>;
  clockSecondsAhead(): Promise<number>;
};

/** The service levels that entitlement answers for. */
export function serviceLevels(metrics: Metrics, measured: Measured) {
  metrics.gauge(
    'outbox_oldest_seconds',
    'Age of the oldest event that is not yet published.',
    measured.outboxSeconds,
  );
  metrics.gauge('parked_events', 'Events that could not be taken in.', measured.parkedEvents);
  metrics.gauge(
    'oldest_writing_transaction_seconds',
    'Age of the oldest open transaction that has written.',
    measured.oldestTransactionSeconds,
  );
  metrics.gauge(
    'goodwill_minutes',
    'Minutes given back to payers who were locked out by our fault.',
    measured.goodwillMinutes,
  );
  metrics.gauge(
    'clock_seconds_ahead',
    'By how much this machine’s clock is ahead of the database’s; beyond 120 either way it is not ready.',
    measured.clockSecondsAhead,
  );
  const toAccess = metrics.histogram(
    'billing_event_to_access_seconds',
    'Machine time from the birth of an event in billing to its effect on access here.',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
  );
  const answers = metrics.counter('access_answers_total', 'Answers given about the present.', [
    'granted',
    'reason',
  ]);
  const payersDenied = metrics.counter(
    'payers_denied_total',
    'Noes to readers whose subscription renews and of whom nothing more was heard.',
  );

  const memory = answersOutOfMemory({ answers, payersDenied });

  return {
    worker: memory.worker,
    /** Not timed: a look at the clock and a bucket would be a good part of what it takes. */
    answeredFromMemory: memory.count,
    /** By the event's id, a UUIDv7, which begins with the machine time of its birth. */
    took(eventId: string, now: Date): void {
      const bornAt = Number.parseInt(eventId.replaceAll('-', '').slice(0, 12), 16);
      toAccess.observe(Math.max(0, now.getTime() - bornAt) / 1_000);
    },
    answered({ granted, reason, endedInSilence }: AccessAnswer): void {
      answers.inc({ granted: String(granted), reason });
      if (endedInSilence) payersDenied.inc();
    },
  };
}

type Counters = Record<'answers' | 'payersDenied', ReturnType<Metrics['counter']>>;

/** Counts in plain numbers and tells the counters once a second, for a labelled count costs as much as an answer. */
function answersOutOfMemory({ answers, payersDenied }: Counters): {
  worker: Worker;
  count(verdict: Verdict): void;
} {
  const yes = new Map<string, number>();
  const no = new Map<string, number>();
  let denied = 0;
  let timer: NodeJS.Timeout | undefined;

  const tell = (): void => {
    for (const [granted, counts] of [
      ['true', yes],
      ['false', no],
    ] as const) {
      for (const [reason, count] of counts) answers.inc({ granted, reason }, count);
      counts.clear();
    }
    payersDenied.inc(denied);
    denied = 0;
  };

  return {
    worker: {
      async start() {
        timer = setInterval(tell, 1_000);
      },
      async stop() {
        clearInterval(timer);
        tell();
      },
    },
    count({ granted, reason, endedInSilence }) {
      const counts = granted ? yes : no;
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      if (endedInSilence) denied += 1;
    },
  };
}

import type { Metrics } from '@gatefold/service-kit';

type Levels = {
  dirtyCustomers(): Promise<number>;
  oldestDirtySeconds(): Promise<number>;
  callsWaiting(): Promise<number>;
  openCases(): Promise<number>;
  unexplained(): Promise<number>;
  auditBrokenAt(): Promise<number>;
  parkedKeys(): Promise<number>;
  oldestWritingSeconds(): Promise<number>;
  overdueCharges(): Promise<number>;
  outboxSeconds(): Promise<number>;
  readsLeft(): number;
  webhooksMissed(): Promise<number>;
  webhooksSilentSeconds(): Promise<number>;
};

/** The service levels that billing promises, as figures for those who watch. */
export function measureLevels({ gauge }: Metrics, levels: Levels): void {
  gauge('outbox_oldest_seconds', 'Age of the oldest event that is not yet published.', levels.outboxSeconds);
  gauge(
    'inbox_oldest_seconds',
    'Age of the oldest news from Stripe that is not folded.',
    levels.oldestDirtySeconds,
  );
  gauge('dirty_customers', 'Customers about whom Stripe has news that is not folded.', levels.dirtyCustomers);
  gauge(
    'webhooks_missed',
    'Events of the last quarter of an hour that no webhook had brought.',
    levels.webhooksMissed,
  );
  gauge(
    'webhooks_silent_seconds',
    'Age of the oldest event that a look has found since any webhook came; 0 where there is none.',
    levels.webhooksSilentSeconds,
  );
  gauge('stripe_calls_waiting', 'What Stripe must still be told.', levels.callsWaiting);
  gauge('stripe_reads_left', 'Reads that the budget would allow at once.', levels.readsLeft);
  gauge('charges_overdue', 'Expected charges more than two hours late.', levels.overdueCharges);
  gauge('review_cases_open', 'Cases that wait for a person.', levels.openCases);
  gauge('ledger_unexplained', 'Movements of money that nobody can explain.', levels.unexplained);
  gauge(
    'audit_broken_at',
    'First entry of the audit log that was changed, left out or put in; 0 where none is known.',
    levels.auditBrokenAt,
  );
  gauge('parked_keys', 'Keys with events that could not be taken in.', levels.parkedKeys);
  gauge('oldest_writing_seconds', 'Age of the oldest open writing transaction.', levels.oldestWritingSeconds);
}

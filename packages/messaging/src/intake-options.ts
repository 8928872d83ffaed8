import type { Pool } from 'pg';
import type { IntakeStore } from './intake-store.ts';
import type { ParkingStore } from './parking-store.ts';
import type { Logger, LogRecord, Subscription } from './port.ts';

export type IntakeCounts = { handled: number; repeated: number; unknownType: number; parked: number };

export type IntakeOptions = {
  readonly pool: Pool;
  readonly store: IntakeStore;
  readonly parking: ParkingStore;
  readonly subscriptions: readonly Subscription[];
  readonly logger: Logger;
  /** After each commit with an effect. */
  onHandled(): void;
  /** A record is taken in, skipped or put aside for good. */
  onDone(record: LogRecord): void;
};

import type { MachineClock, NewId } from '@gatefold/kernel';
import type { Transport } from '@gatefold/messaging';
import type { Authenticate, Follower, Logger } from '@gatefold/service-kit';
import type { Pool } from 'pg';
import type { Drain } from './drain.ts';
import type { MeterPolicy } from './domain/meter.ts';
import type { Addresses, SeatLetters } from './usecases/group-ports.ts';
import type { Evidence, Signer } from './usecases/ports.ts';

/** What entitlement needs from the world. `world.ts` has the real things, a test passes its own. */
export type World = {
  machineClock: MachineClock;
  newId: NewId;
  logger: Logger;
  authenticate: Authenticate;
  pool: Pool;
  transport: Transport;
  evidence: Evidence;
  signer: Signer;
  addresses: Addresses;
  letters: SeatLetters;
  /** How many metered articles each publication gives away. */
  meters: readonly MeterPolicy[];
  /** Of the events of this service; raised after a restore. */
  epoch: number;
  heartbeatSeconds: number;
  /** Where the projection is kept between two starts; null for nowhere. */
  snapshotFile: string | null;
  /** Business time, and who calls `drain` at its ticks. */
  follow(drain: Drain): Follower;
  close(): Promise<void>;
};

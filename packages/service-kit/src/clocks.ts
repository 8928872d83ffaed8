import type { BusinessClock, MachineClock, NewId } from '@gatefold/kernel';
import { v7 } from 'uuid';

/** The only places that ask the system for the time or for chance. `main.ts` hands them in. */
export const systemMachineClock: MachineClock = { kind: 'machine', now: () => new Date() };

/** Business time where nothing turns it: production. */
export const systemBusinessClock: BusinessClock = { kind: 'business', now: () => new Date() };

export const newId: NewId = () => v7();

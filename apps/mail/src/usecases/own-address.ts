import type { BusinessClock } from '@gatefold/kernel';
import type { Deliveries } from './delivery-ports.ts';
import type { Readers } from './ports.ts';

type Deps = {
  readonly deliveries: Deliveries<never>;
  readonly readers: Pick<Readers, 'contact'>;
  readonly businessClock: BusinessClock;
};

/** Since when mails to the address that a reader has now come back. An address that was changed is another one. */
export const ownAddress =
  ({ deliveries, readers }: Deps) =>
  async (readerId: string): Promise<Date | null> => {
    const contact = await readers.contact(readerId);
    return contact === null ? null : deliveries.undeliverableSince(readerId, contact.email);
  };

/** It is written to again, until something newer comes back. */
export const trustAddress =
  ({ deliveries, readers, businessClock }: Deps) =>
  async (readerId: string): Promise<void> => {
    const contact = await readers.contact(readerId);
    if (contact !== null) await deliveries.trust(readerId, contact.email, businessClock.now());
  };

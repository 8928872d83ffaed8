import type { BusinessClock } from '@gatefold/kernel';
import type { Deliveries, Returned } from './delivery-ports.ts';
import type { Readers } from './ports.ts';

type Deps = {
  readonly deliveries: Deliveries<never>;
  readonly readers: Pick<Readers, 'contact'>;
  readonly businessClock: BusinessClock;
};

export type OwnAddress = { readonly undeliverableSince: Date | null; readonly returned: readonly Returned[] };

/** What came back of mails to a reader. An address that was changed is another one. */
export const ownAddress =
  ({ deliveries, readers }: Deps) =>
  async (readerId: string): Promise<OwnAddress> => {
    const email = (await readers.contact(readerId))?.email ?? null;
    const [undeliverableSince, returned] = await Promise.all([
      email === null ? null : deliveries.undeliverableSince(readerId, email),
      deliveries.returnedOf(readerId, email),
    ]);
    return { undeliverableSince, returned };
  };

/** It is written to again, until something newer comes back. */
export const trustAddress =
  ({ deliveries, readers, businessClock }: Deps) =>
  async (readerId: string): Promise<void> => {
    const contact = await readers.contact(readerId);
    if (contact !== null) await deliveries.trust(readerId, contact.email, businessClock.now());
  };

import { createHmac, timingSafeEqual } from 'node:crypto';
import { MINUTE, SECOND, type MachineClock } from '@gatefold/kernel';

export type SignedReport = {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly body: Buffer;
};

/** So far the clocks of sender and receiver may be apart. */
const TOLERANCE = 5 * MINUTE;

type Deps = { readonly secrets: readonly string[]; readonly clock: MachineClock };

/** Whether it is signed by one who has one of the secrets, as Standard Webhooks has it, and not long ago. */
export const isSignedReport =
  ({ secrets, clock }: Deps) =>
  ({ id, timestamp, signature, body }: SignedReport): boolean => {
    if (
      id === undefined ||
      signature === undefined ||
      timestamp === undefined ||
      !/^\d{1,12}$/.test(timestamp)
    )
      return false;
    if (Math.abs(clock.now().getTime() - Number(timestamp) * SECOND) > TOLERANCE) return false;
    const given = signature.split(' ').map((one) => Buffer.from(one));
    return secrets.some((secret) => {
      const hash = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
      const right = hash.update(`${id}.${timestamp}.`).update(body).digest('base64');
      return given.some((one) => isSame(one, Buffer.from(`v1,${right}`)));
    });
  };

const isSame = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

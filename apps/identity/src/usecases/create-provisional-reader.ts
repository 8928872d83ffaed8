import type { NewId } from '@gatefold/kernel';
import { normaliseAddress } from '../domain/address.ts';
import type { Readers } from './ports.ts';

/** A new reader id each time, whoever the address belongs to: nobody learns whether it is known. */
export const createProvisionalReader =
  ({ readers, newId }: { readers: Readers; newId: NewId }) =>
  async (who: { email: string; spokenLocale: string | null }): Promise<{ readerId: string }> => {
    const readerId = newId();
    await readers.appear({ ...who, readerId, email: normaliseAddress(who.email) });
    return { readerId };
  };

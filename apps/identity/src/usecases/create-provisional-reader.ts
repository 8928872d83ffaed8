import type { NewId } from '@gatefold/kernel';
import { normaliseAddress } from '../domain/address.ts';
import type { Readers } from './ports.ts';

/** A new reader id each time, whoever the address belongs to: nobody learns whether it is known. */
export const createProvisionalReader =
  ({ readers, newId }: { readers: Readers; newId: NewId }) =>
  async ({ email }: { email: string }): Promise<{ readerId: string }> => {
    const readerId = newId();
    await readers.appear(readerId, normaliseAddress(email));
    return { readerId };
  };

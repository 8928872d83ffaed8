import { mail, type Client } from '@gatefold/api';
import { refuseCommon } from '@gatefold/service-kit';
import type { SeatLetters } from '../usecases/group-ports.ts';

/** Has mail write to those who are invited to a seat, and to whoever pays for it. */
export const seatLetters = (client: Client): SeatLetters => ({
  async invite(letter) {
    await client.call(mail.sendSeatInvitation, { body: letter }).catch(unavailable);
  },

  async taken({ ownerId, ...letter }) {
    await client.call(mail.sendSeatTaken, { body: { ...letter, readerId: ownerId } }).catch(unavailable);
  },
});

function unavailable(): never {
  throw refuseCommon('temporarily-unavailable');
}

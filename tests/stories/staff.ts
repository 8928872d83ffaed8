import { billing, type Client } from '@gatefold/api';

/** What those who keep the books do, with the development token. */
export const staffOf = (client: Client) => ({
  introUses: (readerId: string) =>
    client.call(billing.introUses, { params: { id: readerId } }).then(({ data }) => data),
  waiveIntro: (checkoutId: string, note: string) =>
    client.call(billing.waiveIntroUse, { params: { id: checkoutId }, body: { note } }),
});

import { billing, type Client } from '@gatefold/api';

/** What those who keep the books do, with the development token. */
export const staffOf = (client: Client) => ({
  introUses: (readerId: string) =>
    client.call(billing.introUses, { params: { id: readerId } }).then(({ data }) => data),
  evidence: (id: string) => client.call(billing.evidencePack, { params: { id } }),
  evidenceDocument: (id: string) => client.call(billing.evidenceDocument, { params: { id } }),
  refundBecause: (chargeId: string, reason: 'goodwill' | 'requested_by_customer', key: string) =>
    client.call(billing.refund, { params: { id: chargeId }, body: { reason }, idempotencyKey: key }),
  waiveIntro: (checkoutId: string, note: string) =>
    client.call(billing.waiveIntroUse, { params: { id: checkoutId }, body: { note } }),
});

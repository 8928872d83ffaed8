import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const send = (path: string, claim: object) => billing.api.post(path).send(claim);
const cancel = (claim: object) => send('/v1/cancellations', claim);

describe('cancelling without an account', () => {
  test('takes the address and the order number, and says until when one reads', async () => {
    const email = 'leaves@meridian.example';
    const { subscription } = await buyer.buy(email);
    const claim = { email, orderNumber: subscription.orderNumber };

    const quote = await send('/v1/cancellations/quote', claim);
    const done = await cancel({ ...claim, orderNumber: ` ${claim.orderNumber.toLowerCase()} ` });
    const again = await cancel(claim);

    const accessUntil = subscription.paidThrough;
    expect(quote.body).toEqual({ state: 'renewing', accessUntil, certificateNumber: null });
    expect(done.body).toMatchObject({ state: 'cancelling', accessUntil });
    expect((done.body as { certificateNumber: string }).certificateNumber).toEqual(expect.any(String));
    expect(again.body).toEqual(done.body);
  });

  test('tells nobody which of the two was wrong, and cancels nothing', async () => {
    const email = 'stays@meridian.example';
    const { subscription } = await buyer.buy(email);
    const answers = await Promise.all([
      cancel({ email, orderNumber: '0000-0000-0000' }),
      cancel({ email: 'other@meridian.example', orderNumber: subscription.orderNumber }),
      cancel({ email: 'nobody@meridian.example', orderNumber: '0000-0000-0000' }),
    ]);
    const now = await send('/v1/cancellations/quote', { email, orderNumber: subscription.orderNumber });

    const shape = ({ status, body }: (typeof answers)[number]) => [status, (body as { code: string }).code];
    expect(answers.map(shape)).toEqual(Array(3).fill([404, 'withdrawal-not-found']));
    expect(now.body).toMatchObject({ state: 'renewing' });
  });
});

import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSite, visitor, type Site } from './site.ts';
import { ada, aSubscription, SUBSCRIPTION } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

const guest = () => visitor(site.url);
const purposes = ['card', 'cancel', 'undo', 'resume', 'receipt', 'withdraw'] as const;
const changing = ['updateCard', 'cancel', 'undoCancel', 'resume', 'withdraw'];
const open = (purpose: string, token = `${purpose}.good`) =>
  guest().get(`/by-mail/${purpose}?token=${token}`);
const press = async (purpose: string) => {
  const { document } = await open(purpose);
  const fields = document
    .querySelectorAll('main form input')
    .map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']);
  const action = document.querySelector('main form')?.getAttribute('action') ?? '';
  return guest().post(action, Object.fromEntries(fields) as Record<string, string>);
};
const made = (operation: string) =>
  site.world.calls(operation).map(({ params, token }) => ({ id: params['id'], token }));

describe('a link of a mail, without a sign-in', () => {
  test.each(purposes)('to %s changes nothing when it is opened, whatever opens it', async (purpose) => {
    for (let n = 0; n < 3; n += 1) expect((await open(purpose)).status).toBe(200);
    await guest().ask(`/by-mail/${purpose}?token=${purpose}.good`, { method: 'HEAD' });

    for (const operation of changing) expect(site.world.calls(operation), operation).toEqual([]);
  });

  test('cancels with one button, and says until when one reads and the number of the certificate', async () => {
    const { html } = await press('cancel');

    expect(made('cancel')).toEqual([{ id: SUBSCRIPTION, token: 'for-cancel' }]);
    expect(html).toContain('C-2026-00042');
    expect(html).toContain('December 22, 2026');
  });

  test.each([
    ['undo', 'undoCancel'],
    ['resume', 'resume'],
  ])('%s is done with the token of that purpose', async (purpose, operation) => {
    expect((await press(purpose)).html).toContain('Your subscription goes on');
    expect(made(operation)).toEqual([{ id: SUBSCRIPTION, token: `for-${purpose}` }]);
  });

  test('card leads to the hosted page', async () => {
    expect((await press('card')).location).toBe('http://localhost:4020/pay/cs_setup_1');
    expect(made('updateCard')).toEqual([{ id: SUBSCRIPTION, token: 'for-card' }]);
  });

  test('receipt shows every payment', async () => {
    const { document } = await open('receipt');

    expect(document.querySelectorAll('tbody tr')).toHaveLength(6);
    expect(made('listCharges')).toEqual([{ id: SUBSCRIPTION, token: 'for-receipt' }]);
  });

  test('withdraw shows what comes back, and does it as shown', async () => {
    expect((await open('withdraw')).html).toContain('$9');
    const { html } = await press('withdraw');

    expect(html).toContain('W-2026-00007');
    expect(site.world.calls('withdraw').map(({ body }) => body)).toEqual([
      {
        ...{ email: ada.email, orderNumber: 'M-2026-7K4QX' },
        quote: {
          ...{ at: '2026-11-24T23:00:00Z', until: '2026-12-08T12:40:00Z' },
          refund: { amount: '900', currency: 'USD' },
        },
      },
    ]);
  });

  test.each(purposes)('to %s shows no address, is kept by no cache, and signs nobody in', async (purpose) => {
    const { html, headers } = await open(purpose);

    expect(html).not.toContain(ada.email);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.getSetCookie()).toEqual([]);
  });
});

describe('a link that is no good', () => {
  test.each([
    ['over, or called back', 'cancel', 'cancel.old'],
    ['for another purpose', 'cancel', 'card.good'],
    ['empty', 'cancel', ''],
    ['too long', 'cancel', 'x'.repeat(300)],
  ])('because it is %s leads to the account and does nothing', async (_, purpose, token) => {
    const shown = await open(purpose, token);
    const pressed = await guest().post(`/by-mail/${purpose}`, { token });

    expect([shown.status, pressed.status]).toEqual([410, 410]);
    expect(shown.document.querySelector('main a')?.getAttribute('href')).toBe('/account');
    expect(site.world.calls('cancel')).toEqual([]);
  });

  test('names no purpose that there is', async () => {
    expect((await open('transfer')).status).toBe(404);
  });

  test('comes too late: that is said, and is no error', async () => {
    site.world.holds(aSubscription({ phase: 'ended' }));
    site.world.billing.answer('cancel', () => problem(409, 'subscription-ended'));

    expect((await press('cancel')).html).toContain('has ended already');
  });
});

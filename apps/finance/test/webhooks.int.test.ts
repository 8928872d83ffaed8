import { describe, expect, test } from 'vitest';
import { sharedFinance } from './finance.ts';
import { aDelivery, anEndpoint, SECRET } from './webhooks-data.ts';
import { ada, nora } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const endpoint = `/webhooks/${anEndpoint.id}`;

describe('webhooks', () => {
  test('are listed, and one more is told with a secret that is shown this once', async () => {
    expect((await asNora().get('/webhooks')).document.textContent).toContain('the data warehouse');

    const added = await asNora().post('/webhooks', { url: 'https://hooks.example.org/', description: 'crm' });

    expect([added.status, added.document.querySelector('.notice code')?.textContent]).toEqual([201, SECRET]);
    expect((await asNora().get('/webhooks')).html).not.toContain(SECRET);
    expect(finance.world.calls('addEndpoint')[0]?.token).toBe(nora.token);
  });

  test('a wrong address is a mistake beside its field, which is kept', async () => {
    const { status, document } = await asNora().post('/webhooks', { url: 'http://x', description: '' });

    expect([status, document.querySelector('#field-url')?.getAttribute('value')]).toEqual([422, 'http://x']);
    expect(document.querySelector('.error')?.textContent).toContain('https');
  });

  test.each([
    ['test', 'testEndpoint', 'A test is on its way'],
    ['replay', 'replayFailed', '3 are sent again'],
    ['off', 'switchEndpoint', 'It is off'],
    ['rotate', 'rotateSecret', SECRET],
  ])('%s can be asked for', async (what, operation, says) => {
    const { document } = await asNora().post(endpoint, { do: what });

    expect(document.querySelector('.notice')?.textContent).toContain(says);
    expect(finance.world.calls(operation)).toHaveLength(1);
  });

  test('a delivery shows what was sent and each try, and can be sent again', async () => {
    const path = `/webhooks/deliveries/${aDelivery.id}`;
    const { document } = await asNora().get(path);

    expect(document.querySelector('pre')?.textContent).toContain('"type": "payment.paid"');
    expect(document.querySelectorAll('td').map(({ textContent }) => textContent)).toContain('500');
    expect((await asNora().post(path, {})).document.querySelector('.notice')?.textContent).toContain(
      'sent again',
    );
  });

  test('nobody without the role sees or changes one, nor does a form from elsewhere', async () => {
    expect((await finance.as(ada).get('/webhooks')).status).toBe(403);
    expect((await finance.as(ada).post(endpoint, { do: 'off' })).status).toBe(403);
    expect(
      (
        await asNora().post(
          endpoint,
          { do: 'off' },
          { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        )
      ).status,
    ).toBe(403);
    expect(finance.world.calls('switchEndpoint')).toEqual([]);
  });

  test('none yet is said, and billing away too', async () => {
    finance.world.billing.answer('listEndpoints', () => ({ answer: { data: [], nextCursor: null } }));
    expect((await asNora().get('/webhooks')).document.textContent).toContain('Nobody is told yet');
    finance.world.billing.setAway(true);
    expect((await asNora().get('/webhooks')).status).toBe(503);
  });
});

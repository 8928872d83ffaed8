import { problem } from '@gatefold/web-kit/testing';
import { describe, expect, test } from 'vitest';
import { sharedFinance } from './finance.ts';
import { aGift, takenGift, waitingGift } from './gifts-data.ts';
import { giftRequest } from './requests-data.ts';
import { ada, nora } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const here = `/gifts/${aGift.id}`;
const refuse = (operation: string, code: string) =>
  finance.world.billing.answer(operation, () => problem(409, code));

describe('gifts', () => {
  test('are listed with their state, and by it; a state that is none shows all', async () => {
    const { document } = await asNora().get('/gifts');
    const states = document
      .querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('td')[3]?.textContent);
    expect(states).toEqual(['waits to be taken', 'taken', 'over: given back', 'waits to be taken']);

    const taken = await asNora().get('/gifts?state=redeemed');
    expect(taken.document.querySelectorAll('tbody tr')).toHaveLength(1);
    expect((await asNora().get('/gifts?state=lost')).document.querySelectorAll('tbody tr')).toHaveLength(4);
  });

  test('go on behind a place, in the state that was asked for; none of a state is said', async () => {
    finance.world.billing.answer('listGifts', () => ({ answer: { data: [aGift], nextCursor: 'older' } }));
    const { document } = await asNora().get('/gifts?state=paid');
    const href = document.querySelector('a[rel=next]')?.getAttribute('href');
    expect(href).toBe('/gifts?state=paid&after=older');
    await asNora().get(href ?? '');
    expect(finance.world.calls('listGifts').at(-1)?.query).toMatchObject({ state: 'paid', after: 'older' });
    expect((await asNora().get('/gifts?state=open')).document.textContent).toContain('150.00');
    finance.reset();
    expect((await asNora().get('/gifts?state=open')).document.textContent).toContain(
      'No gift is in this state',
    );
  });

  test('nobody without the role sees or gives back one; an address of none is not there', async () => {
    const asAda = finance.as(ada);
    expect((await asAda.get('/gifts')).status).toBe(403);
    expect((await asAda.post(here, { do: 'refund', reason: 'goodwill' })).status).toBe(403);
    expect(finance.world.calls('refundGift')).toEqual([]);
    expect((await asNora().get('/gifts/x')).status).toBe(404);
    expect((await asNora().post(here, { do: 'refund', reason: 'because' })).status).toBe(404);
    expect((await asNora().post(here, { do: 'constructor' })).status).toBe(404);
    finance.world.billing.setAway(true);
    expect((await asNora().get(here)).status).toBe(503);
  });
});

describe('giving one back', () => {
  test('says how much goes back before the button is pressed, and sends the reason', async () => {
    const { document } = await asNora().get(here);
    expect(document.querySelector('button[value=refund]')?.textContent).toBe('Give back 150.00 USD');
    const done = await asNora().post(here, { do: 'refund', reason: 'duplicate' });
    expect(done.document.textContent).toContain('It is given back');
    expect(finance.world.calls('refundGift')).toMatchObject([
      { params: { id: aGift.id }, body: { reason: 'duplicate' }, token: nora.token },
    ]);
  });

  test('above the limit asks for a second person, and nothing goes back before', async () => {
    refuse('refundGift', 'refund-needs-approval');
    const refused = await asNora().post(here, { do: 'refund', reason: 'duplicate' });
    expect(refused.status).toBe(409);
    expect(refused.document.querySelector('button[value=ask]')).not.toBeNull();
    const reason = refused.document.querySelector('input[name=reason]')?.getAttribute('value') ?? '';
    await asNora().post(here, { do: 'ask', reason });
    expect(finance.world.calls('askForRefund')).toMatchObject([
      { params: { id: aGift.id }, body: { reason: 'duplicate' } },
    ]);
  });

  test('that waits leads to its request', async () => {
    const { document } = await asNora().get(`/gifts/${waitingGift.id}`);

    expect(document.querySelector('button[value=refund]')).toBeNull();
    expect(document.querySelector(`main a[href="/requests/${giftRequest.id}"]`)).not.toBeNull();
  });

  test('is not offered for one that was taken, and one taken meanwhile says so', async () => {
    const { document } = await asNora().get(`/gifts/${takenGift.id}`);
    expect(document.querySelector('form[action^="/gifts/"]')).toBeNull();
    refuse('refundGift', 'gift-taken');
    const late = await asNora().post(here, { do: 'refund', reason: 'goodwill' });
    expect(late.document.textContent).toContain('taken in the meantime');
  });
});

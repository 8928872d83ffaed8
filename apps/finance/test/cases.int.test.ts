import { anId } from '@gatefold/test-kit';
import { problem } from '@gatefold/web-kit/testing';
import { describe, expect, test } from 'vitest';
import { openCase, settledCase, takenCase, theirsCase } from './cases-data.ts';
import { sharedFinance } from './finance.ts';
import { ada, nora, pia } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const place = ({ id }: { id: string }) => `/cases/${id}`;

describe('cases', () => {
  test('that are open are listed with what they are, about what, who sees to each and since when', async () => {
    const { document } = await asNora().get('/cases');
    const rows = document
      .querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('td').map((cell) => cell.textContent));

    expect(rows.map((row) => [row[1], ...row.slice(3)])).toEqual([
      ['Money of no reader', 'nobody yet', 'open'],
      ['A disputed payment', pia.email, 'seen to'],
      ['something-new', nora.email, 'seen to'],
    ]);
    expect(document.querySelector('tbody a[href="/search?q=dp_1Q"]')).not.toBeNull();
  });

  test('are shown by state and kind; none is said, in the words of what was asked for', async () => {
    const settled = await asNora().get('/cases?state=closed');
    expect(settled.document.querySelectorAll('tbody tr')).toHaveLength(1);
    const disputed = await asNora().get('/cases?kind=dispute-opened');
    expect(disputed.document.querySelectorAll('tbody tr')).toHaveLength(1);
    expect((await asNora().get('/cases?kind=refund-failed')).document.textContent).toContain(
      'Nothing of this kind is open',
    );
    finance.world.billing.answer('listCases', () => ({ answer: { data: [], nextCursor: null } }));
    expect((await asNora().get('/cases')).document.textContent).toContain('Nothing waits for a person');
  });

  test('go on behind a place, with their filters', async () => {
    finance.world.billing.answer('listCases', () => ({ answer: { data: [openCase], nextCursor: 'older' } }));
    const { document } = await asNora().get('/cases?kind=dispute-opened');
    const href = document.querySelector('a[rel=next]')?.getAttribute('href');
    expect(href).toBe('/cases?state=open&kind=dispute-opened&after=older');
    await asNora().get(href ?? '');

    expect(finance.world.calls('listCases').at(-1)?.query).toMatchObject({
      ...{ state: 'open', kind: 'dispute-opened', after: 'older' },
    });
  });

  test('nobody without the role sees, takes or settles one; an address of none is not there, billing away is said', async () => {
    const asAda = finance.as(ada);
    expect((await asAda.get('/cases')).status).toBe(403);
    expect((await asAda.post(place(openCase), { do: 'take', instead: '' })).status).toBe(403);
    expect((await asAda.post(place(openCase), { do: 'settle', resolution: 'Booked' })).status).toBe(403);
    expect([finance.world.calls('takeCase'), finance.world.calls('closeCase')]).toEqual([[], []]);
    expect((await asNora().get('/cases/x')).status).toBe(404);
    expect((await asNora().get(place({ id: anId(990) }))).status).toBe(404);
    expect((await asNora().post(place(openCase), { do: 'constructor' })).status).toBe(404);
    finance.world.billing.setAway(true);
    expect((await asNora().get('/cases')).status).toBe(503);
    expect((await asNora().get(place(openCase))).status).toBe(503);
  });
});

describe('a case', () => {
  test('says what is known, what to do, and sums as people write them', async () => {
    const { document } = await asNora().get(place(openCase));

    expect(document.querySelector('main')?.textContent).toContain(openCase.suggestion);
    expect(document.querySelector('.facts')?.textContent).toContain('1,234.56 USD');
    expect(document.querySelector(`main a[href="/search?q=${openCase.subject}"]`)).not.toBeNull();
    const disputed = (await asNora().get(place(takenCase))).document;
    expect(disputed.querySelector(`main a[href="/search?q=${takenCase.subscriptionId}"]`)).not.toBeNull();
  });

  test.each([
    { of: 'nobody', one: openCase, says: 'See to it', instead: null },
    { of: 'a colleague', one: takenCase, says: 'See to it in their place', instead: takenCase.takenBy },
  ])('is taken in the place of $of, as one sees it', async ({ one, says, instead }) => {
    const { document } = await asNora().get(place(one));
    expect(document.querySelector('button[value=take]')?.textContent).toBe(says);
    const seen = document.querySelector('input[name=instead]')?.getAttribute('value') ?? '';
    const taken = await asNora().post(place(one), { do: 'take', instead: seen });

    expect([taken.status, taken.headers.get('location')]).toEqual([303, place(one)]);
    expect(finance.world.calls('takeCase')).toMatchObject([
      { params: { id: one.id }, body: { instead }, token: nora.token },
    ]);
  });

  test('that one sees to is not taken again, and a colleague who was quicker is named to nobody’s surprise', async () => {
    expect((await asNora().get(place(theirsCase))).document.querySelector('button[value=take]')).toBeNull();
    finance.world.billing.answer('takeCase', () => problem(409, 'case-taken'));
    const late = await asNora().post(place(openCase), { do: 'take', instead: '' });

    expect([late.status, late.document.querySelector('[role=alert]')?.textContent]).toEqual([
      409,
      'Somebody else has begun to see to it in the meantime',
    ]);
  });

  test('is settled with what came of it, never without, and once', async () => {
    const mistake = await asNora().post(place(openCase), { do: 'settle', resolution: ' x ' });
    expect([mistake.status, mistake.document.querySelector('#field-resolution-error')?.textContent]).toEqual([
      422,
      'Please say what came of it, in a few words.',
    ]);
    expect(finance.world.calls('closeCase')).toEqual([]);
    const done = await asNora().post(place(openCase), { do: 'settle', resolution: ' Booked by hand ' });
    expect([done.status, done.headers.get('location')]).toEqual([303, place(openCase)]);
    expect(finance.world.calls('closeCase')).toMatchObject([
      { params: { id: openCase.id }, body: { resolution: 'Booked by hand' } },
    ]);
    finance.world.billing.answer('closeCase', () => problem(409, 'case-closed'));
    expect((await asNora().post(place(openCase), { do: 'settle', resolution: 'Again' })).status).toBe(409);
  });

  test('that is settled says by whom and what came of it, and has no button', async () => {
    const { document } = await asNora().get(place(settledCase));

    expect(document.querySelector('main form')).toBeNull();
    expect(document.querySelector('.facts')?.textContent).toContain('Evidence sent, and won');
    expect(document.querySelector('.facts')?.textContent).toContain(nora.email);
  });
});

import { describe, expect, test } from 'vitest';
import { shortId } from '../src/words/short-id.ts';
import { auditEntries, wholeChain } from './audit-data.ts';
import { READER } from './books.ts';
import { sharedFinance } from './finance.ts';
import { ada, nora } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const asked = () => finance.world.calls('listAudit').map(({ query }) => query);

describe('the audit log', () => {
  test('says who did what to what, when and how, and what hash it has', async () => {
    const { document } = await asNora().get('/audit');
    const rows = document
      .querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('td').map((cell) => cell.textContent));

    expect(rows[0]).toEqual([
      ...['42', 'Nov 24, 2026, 07:00:00', nora.email, 'gave a payment back', expect.any(String)],
      ...['Amount: 1,234.56 USD; Reason: goodwill', 'a1b2c3d4'],
    ]);
    expect(rows[1]?.slice(2, 4)).toEqual([`reader:${shortId(READER)}`, 'cancelled a subscription']);
    expect(rows[2]?.slice(2, 5)).toEqual(['service:cli', 'something.new', '2026-10']);
  });

  test('is filtered by who, what and to what, and goes on behind a place with its filters', async () => {
    const filters = `actor=${nora.id}&action=charge.refund&subject=${auditEntries[0]?.subject}`;
    const { document } = await asNora().get(`/audit?${filters}`);
    const older = document.querySelector('a[rel=next]')?.getAttribute('href');
    expect(older).toBe(`/audit?${filters}&after=40`);
    await asNora().get(older ?? '');

    const wanted = {
      actor: nora.id,
      action: 'charge.refund',
      subject: auditEntries[0]?.subject,
      limit: '50',
    };
    expect(asked()).toEqual([wanted, { ...wanted, after: '40' }]);
    expect(document.querySelector('option[selected]')?.getAttribute('value')).toBe('charge.refund');
    expect(document.querySelector(`main a[href="/search?q=${auditEntries[0]?.subject}"]`)).not.toBeNull();
    await asNora().get('/audit?actor=&action=&subject=&after=x');
    expect(asked().at(-1)).toEqual({ limit: '50' });
  });

  test('leads from a person and from a thing to all that was done by it and to it', async () => {
    const { document } = await asNora().get('/audit');

    expect(document.querySelector('tbody a')?.getAttribute('href')).toBe(`/audit?actor=finance%3A${nora.id}`);
    expect(
      document.querySelector(`tbody a[href="/audit?subject=${auditEntries[0]?.subject}"]`),
    ).not.toBeNull();
  });

  test('keeps addresses of people out of that of the browser', async () => {
    const led = await asNora().get(`/audit?actor=${encodeURIComponent(nora.email)}&action=charge.refund`);

    expect([led.status, led.headers.get('location')]).toEqual([303, '/audit?actor=&action=charge.refund']);
    expect(asked()).toEqual([]);
  });

  test('says that nothing like this was done', async () => {
    finance.world.billing.answer('listAudit', () => ({ answer: { data: [], nextCursor: null } }));
    expect((await asNora().get('/audit?action=case.take')).document.textContent).toContain(
      'Nothing like this was done',
    );
  });

  test('nobody without the role sees it; billing away is said', async () => {
    expect((await finance.as(ada).get('/audit')).status).toBe(403);
    expect([asked(), finance.world.calls('verifyAudit')]).toEqual([[], []]);
    finance.world.billing.setAway(true);
    expect((await asNora().get('/audit')).status).toBe(503);
  });
});

describe('its chain', () => {
  const said = async (verdict: Partial<typeof wholeChain> = {}) => {
    finance.world.billing.answer('verifyAudit', () => ({ answer: { ...wholeChain, ...verdict } }));
    return (await asNora().get('/audit')).document.querySelector('main .notice')!;
  };

  test('is whole, since when and with which last hash', async () => {
    const { textContent } = await said();

    expect(textContent).toContain('The chain is whole: 42 entries');
    expect(textContent).toContain('Nov 24, 2026, 07:00:00 (New York time)');
    expect(textContent).toContain(wholeChain.lastHash);
    expect((await said({ entries: 4_200 })).textContent).toContain('whole as far as place 42 of 4,200');
  });

  test('says where it breaks, and leads there, whatever else goes on', async () => {
    const notice = await said({
      brokenAt: 7,
      underWay: { startedAt: '2026-11-25T12:00:00.000Z', entries: 1 },
    });

    expect(notice.getAttribute('role')).toBe('alert');
    expect(notice.textContent).toContain('The chain breaks at place 7');
    expect(notice.querySelector('a')?.getAttribute('href')).toBe('/audit?after=8');
  });

  test('is being looked through, and how far that is', async () => {
    const underWay = { startedAt: '2026-11-25T12:00:00.000Z', entries: 1_000 };
    const again = await said({ entries: 4_200, underWay });

    expect(again.textContent).toContain('looked through: 1,000 of 4,200 entries');
    expect(again.textContent).toContain('Nov 24, 2026, 07:00:00 (New York time), and it was whole');
    const bar = again.querySelector('progress');
    expect([bar?.getAttribute('value'), bar?.getAttribute('max')]).toEqual(['1000', '4200']);
    expect((await said({ underWay, lastWalk: null })).textContent).toContain('For the first time.');
  });

  test('was never looked through', async () => {
    expect((await said({ lastWalk: null })).textContent).toContain('never looked through yet');
  });

  test('of nothing is empty', async () => {
    const nothing = await said({ entries: 0, checkedTo: 0, lastHash: null });

    expect(nothing.textContent).toBe('The chain is empty');
  });
});

import { describe, expect, test } from 'vitest';
import { anId } from '@gatefold/test-kit';
import { problem } from '@gatefold/web-kit/testing';
import { sharedFinance, visitor } from './finance.ts';
import { aLibrary, aSchool } from './institutions-data.ts';
import { ada, nora } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const wish = {
  ...{ name: 'Coast Library', features: 'articles, archive', seats: '0', domains: '', until: '2027-01-01' },
  networks: '198.51.100.0/24',
};

describe('institutions', () => {
  test('are listed with who reads by them, until when, and whether they are open', async () => {
    const { document } = await asNora().get('/institutions');
    const rows = document
      .querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('td').map(({ textContent }) => textContent));

    expect(rows.map((row) => [row[0], row[1], row[3], row[5]])).toEqual([
      ['Harbour School', '5 by name; open to school.example', 'contract', 'open'],
      ['City Library', 'everyone in 2 networks', 'contract', 'open'],
      ['sold, without a name', '3 by name', 'subscription', 'open'],
      ['Old Library', 'everyone in 2 networks', 'contract', 'closed'],
    ]);
  });

  test('are made by a contract, with the person’s own token, for the day in the paper’s zone', async () => {
    const made = await asNora().post('/institutions', wish);

    expect([made.status, made.location]).toEqual([303, `/institutions/${aLibrary.id}`]);
    expect(finance.world.calls('makeGroup')).toMatchObject([
      {
        token: nora.token,
        body: {
          ...{ publication: 'meridian', name: 'Coast Library', seats: 0, domains: [] },
          ...{ features: ['articles', 'archive'], networks: ['198.51.100.0/24'] },
          until: '2027-01-01T05:00:00.000Z',
        },
      },
    ]);
  });

  test.each([
    ['name', { name: '' }, null],
    ['until', { until: 'soon' }, null],
    ['features', {}, 'feature-not-found'],
    ['seats', {}, 'group-opens-nobody'],
    ['until', {}, 'group-already-over'],
    ['networks', {}, 'invalid-input'],
  ])('a mistake stands beside its field, and what was typed is kept: %s', async (field, change, code) => {
    if (code !== null)
      finance.world.entitlement.answer('makeGroup', () =>
        problem(code === 'invalid-input' ? 400 : 422, code),
      );
    const { status, document } = await asNora().post('/institutions', { ...wish, ...change });

    expect([status, document.querySelector(`#field-${field}-error`) === null]).toEqual([422, false]);
    expect(document.querySelector('#field-networks')?.getAttribute('value')).toBe('198.51.100.0/24');
  });

  test('none yet is said, and entitlement away too', async () => {
    finance.world.entitlement.answer('listGroups', () => ({ answer: { data: [], nextCursor: null } }));
    expect((await asNora().get('/institutions')).document.textContent).toContain('There is none yet');
    finance.world.entitlement.setAway(true);
    expect((await asNora().get('/institutions')).status).toBe(503);
    expect((await asNora().post('/institutions', wish)).status).toBe(503);
  });
});

describe('one institution', () => {
  const school = `/institutions/${aSchool.id}`;

  test('shows how many read by it and what was done, and none of its members', async () => {
    const { document, html } = await asNora().get(school);

    expect(document.querySelector('.facts')?.textContent).toContain('5: 1 taken, 1 invited, 3 free');
    expect(document.querySelectorAll('tbody tr')).toHaveLength(2);
    expect(html).not.toContain('kim@school.example');
    expect(html).not.toContain('lee@school.example');
  });

  test.each([
    [{ do: 'close' }, 'closeGroup', 'nobody reads by it any more'],
    [{ do: 'add-domain', domain: 'second.example' }, 'addDomain', 'open to second.example'],
    [{ do: 'remove-domain', domain: 'school.example' }, 'removeDomain', 'closed to newcomers'],
  ])('%o can be asked for', async (form, operation, says) => {
    const { document } = await asNora().post(school, form);

    expect(document.querySelector('.notice')?.textContent).toContain(says);
    expect(finance.world.calls(operation)).toMatchObject([{ token: nora.token, params: { id: aSchool.id } }]);
  });

  test('a domain that is none is a mistake beside its field', async () => {
    finance.world.entitlement.answer('addDomain', () => problem(400, 'invalid-input'));
    const { status, document } = await asNora().post(school, { do: 'add-domain', domain: '@x' });

    expect([status, document.querySelector('#field-domain')?.getAttribute('value')]).toEqual([422, '@x']);
    expect(document.querySelector('#field-domain-error')?.textContent).toContain('library.example');
  });

  test('what is closed or sold offers no way to close it', async () => {
    for (const id of [anId(702), anId(703)])
      expect((await asNora().get(`/institutions/${id}`)).html).not.toContain('value="close"');
    expect((await asNora().get(school)).html).toContain('value="close"');
  });

  test.each(['/institutions/x', `/institutions/${anId(9)}`])('%s is not there', async (path) => {
    expect((await asNora().get(path)).status).toBe(404);
  });
});

test('nobody without the role sees or changes one, nor does a form from elsewhere', async () => {
  const path = `/institutions/${aLibrary.id}`;
  for (const session of [ada.session]) {
    expect((await visitor(finance.url, session).get('/institutions')).status).toBe(403);
    expect((await visitor(finance.url, session).post(path, { do: 'close' })).status).toBe(403);
  }
  expect((await visitor(finance.url).get(path)).status).toBe(303);
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await asNora().post(path, { do: 'close' }, foreign)).status).toBe(403);
  expect(finance.world.calls('closeGroup')).toEqual([]);
});

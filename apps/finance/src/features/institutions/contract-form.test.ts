import { describe, expect, test } from 'vitest';
import { blankContract, readContract, refusedContract, typedContract } from './contract-form.ts';

const zone = 'America/New_York';
const typed = {
  ...blankContract,
  name: 'City Library',
  networks: '192.0.2.0/24, 2001:db8::/32',
  until: '2027-01-01',
};

describe('what is typed for a contract', () => {
  test('is read with lists however they are parted, and ends with the day in the paper’s zone', () => {
    expect(readContract({ ...typed, domains: 'a.example\n b.example;c.example' }, zone)).toEqual({
      contract: {
        ...{ name: 'City Library', features: ['articles'], seats: 0 },
        networks: ['192.0.2.0/24', '2001:db8::/32'],
        domains: ['a.example', 'b.example', 'c.example'],
        until: '2027-01-01T05:00:00.000Z',
      },
    });
  });

  test.each([
    ['name', ''],
    ['name', 'x'.repeat(101)],
    ['features', ' , '],
    ['seats', 'many'],
    ['seats', '-1'],
    ['seats', '100001'],
    ['until', '2027-02-30'],
    ['until', 'soon'],
  ] as const)('is a mistake beside its field: %s “%s”', (field, text) => {
    const read = readContract({ ...typed, [field]: text }, zone);

    expect(Object.keys('errors' in read ? read.errors : {})).toEqual([field]);
  });

  test('never is longer than any contract, whatever is sent', () => {
    expect(typedContract(() => 'x'.repeat(1_000_000)).networks).toHaveLength(20_000);
  });
});

test.each([
  [{ code: 'feature-not-found', paths: [] }, ['features']],
  [{ code: 'group-already-over', paths: [] }, ['until']],
  [{ code: 'group-opens-nobody', paths: [] }, ['seats']],
  [{ code: 'invalid-input', paths: ['networks.1'] }, ['networks']],
  [{ code: 'invalid-input', paths: [] }, ['networks', 'domains']],
])('what entitlement refuses stands beside its field: %o', (refused, fields) => {
  expect(Object.keys(refusedContract(refused) ?? {})).toEqual(fields);
});

test('what is no mistake of the form’s is none', () => {
  expect(refusedContract({ code: 'temporarily-unavailable', paths: [] })).toBeNull();
});

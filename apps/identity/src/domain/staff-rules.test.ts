import { describe, expect, test } from 'vitest';
import { roleFor, showedFactor, type StaffClaims, type StaffRule } from './staff-rules.ts';

const nora: StaffClaims = {
  subject: 'nora',
  email: 'nora@meridian.example',
  emailVerified: true,
  groups: ['everyone', 'books'],
  amr: ['pwd', 'otp', 'mfa'],
};
const rules: readonly StaffRule[] = [
  { by: 'group', is: 'operators', role: 'admin' },
  { by: 'group', is: 'books', role: 'finance' },
  { by: 'domain', is: 'Meridian.example', role: 'editor' },
];

describe('the role of one whom the organisation knows', () => {
  test.each([
    ['is that of the first rule that fits', nora, 'finance'],
    ['is the group’s before the domain’s', { ...nora, groups: ['books', 'operators'] }, 'admin'],
    ['is the domain’s without a group', { ...nora, groups: [] }, 'editor'],
    ['is none without either', { ...nora, groups: ['Books'], email: 'nora@evil.example' }, null],
    ['is none for a domain that only ends so', { ...nora, groups: [], email: 'x@notmeridian.example' }, null],
    ['is none by an address that nobody verified', { ...nora, groups: [], emailVerified: false }, null],
    ['is none by an address of which nothing is said', { ...nora, groups: [], emailVerified: null }, null],
  ])('%s', (_, claims, role) => {
    expect(roleFor(claims, rules)).toBe(role);
  });
});

test.each([
  ['any', nora, true],
  ['any', { ...nora, amr: [] }, true],
  ['none', nora, false],
  [['mfa'], nora, true],
  [['hwk', 'otp'], nora, true],
  [['mfa'], { ...nora, amr: ['pwd'] }, false],
  [['mfa'], { ...nora, amr: [] }, false],
] as const)('with %j trusted, a second factor was shown or not', (trusted, claims, shown) => {
  expect(showedFactor(claims, trusted)).toBe(shown);
});

import { expect, test } from 'vitest';
import { appAddress, secretInGroups } from './app-address.ts';

const GOOD = 'otpauth://totp/meridian.example:nora%40meridian.example?secret=JBSWY3DPEHPK3PXP&digits=6';

test('the secret of an app is shown in groups of four', () => {
  expect(secretInGroups(appAddress(GOOD) ?? '')).toBe('JBSW Y3DP EHPK 3PXP');
});

test.each([
  'https://evil.example/?secret=JBSWY3DPEHPK3PXP',
  'otpauth://totp/x?secret=<script>',
  'otpauth://totp/x',
  'no address',
  `${GOOD}&x=${'x'.repeat(500)}`,
  null,
])('what is no address for an app (%s) is shown to nobody', (input) => {
  expect(appAddress(input)).toBeNull();
});

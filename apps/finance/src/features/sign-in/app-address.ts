const LONGEST = 500;

/** What an authenticator app is given, if it is that: it comes back with a form, and is shown again. */
export function appAddress(input: unknown): string | null {
  if (typeof input !== 'string' || input.length > LONGEST || !URL.canParse(input)) return null;
  return /^otpauth:\/\/totp\//.test(input) && secretIn(input) !== '' ? input : null;
}

/** The secret in groups of four, to be typed where there is no camera. */
export const secretInGroups = (address: string): string =>
  secretIn(address)
    .match(/.{1,4}/g)
    ?.join(' ') ?? '';

const secretIn = (address: string): string =>
  /^[A-Z2-7]+$/.exec(new URL(address).searchParams.get('secret') ?? '')?.[0] ?? '';

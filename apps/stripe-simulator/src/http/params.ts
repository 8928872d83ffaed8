import { refuse } from '../domain/refusals.ts';

/** What the declarations of Stripe's package leave open: how small and how large a number may be, both ends included. */
export function checkRange(
  value: number | '' | undefined,
  param: string,
  [least, most = Number.MAX_SAFE_INTEGER]: readonly [least: number, most?: number],
): void {
  if (value === undefined || value === '') return;
  if (value < least)
    throw refuse(
      'parameter_invalid_integer',
      `Invalid ${param}: This value must be greater than or equal to ${least}.`,
      { param },
    );
  if (value > most)
    throw refuse(
      'parameter_invalid_integer',
      `Invalid ${param}: This value must be less than or equal to ${most}.`,
      { param },
    );
}

/** An address that a browser or a webhook can be sent to. */
export function checkUrl(given: string | undefined, param: string): void {
  if (given !== undefined && !(URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)))
    throw refuse('parameter_invalid', `Invalid ${param}: Not a valid URL`, { param });
}

/** Texts of which only so much can be shown. */
export function checkLength(given: string | undefined, param: string, most: number): void {
  if (given !== undefined && given.length > most)
    throw refuse('parameter_invalid', `Invalid ${param}: it has more than ${most} characters.`, { param });
}

/** What must be there although the package's declarations let it be left out. */
export function needed<T>(value: T | undefined, param: string): T {
  if (value !== undefined) return value;
  throw refuse('parameter_missing', `Missing required param: ${param}.`, { param });
}

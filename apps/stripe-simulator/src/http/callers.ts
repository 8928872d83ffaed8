import { refuse } from '../domain/refusals.ts';
import { apiVersion } from '../domain/wire.ts';

/** Refuses who has no key of a simulator or of test mode, and above all who comes with a live one. */
export function checkKey(authorization: string, secretKey: string | null): void {
  const key = keyOf(authorization);
  if (key === null)
    throw refuse(
      'api_key_missing',
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  if (/^(sk|rk)_live_/.test(key))
    throw refuse(
      'api_key_live',
      'This is a simulator. A live key does not belong here: use it nowhere but at Stripe.',
    );
  const isKnown = secretKey === null ? /^(sk|rk)_(sim|test)_\w+$/.test(key) : key === secretKey;
  if (!isKnown) throw refuse('api_key_invalid', `Invalid API Key provided: ${key.slice(0, 7)}***`);
}

function keyOf(header: string): string | null {
  const [scheme = '', value = ''] = header.split(' ');
  if (/^bearer$/i.test(scheme)) return value === '' ? null : value;
  if (!/^basic$/i.test(scheme)) return null;
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] || null;
}

export function checkVersion(asked: string | undefined): void {
  if (asked !== undefined && asked !== apiVersion)
    throw refuse(
      'version_unsupported',
      `This simulator speaks API version ${apiVersion} only, not ${asked.slice(0, 40)}. Use a package that pins it.`,
    );
}

import { createHmac } from 'node:crypto';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { MachineClock } from '@gatefold/kernel';
import { isAllowedUrl, type Tried } from '../../domain/outgoing-webhook.ts';
import type { SendWebhook, Sending } from '../../usecases/webhook-ports.ts';
import { isPublicAddress, publicLookup } from './public-address.ts';

const TIMEOUT_MS = 10_000;

/** As Standard Webhooks signs: over id, second and body, once with each secret. */
export function signatureOf(
  { messageId, payload, secrets }: Pick<Sending, 'messageId' | 'payload' | 'secrets'>,
  seconds: number,
): string {
  const signed = `${messageId}.${seconds}.${payload}`;
  return secrets
    .map((secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
    .join(' ');
}

/**
 * Sends to addresses of others: https only, to hosts on the internet only, following no redirect and reading no
 * answer but its status. In development the loopback is open as well.
 */
export const sendWebhook =
  ({ clock, isDevelopment }: { clock: MachineClock; isDevelopment: boolean }): SendWebhook =>
  async (sending) => {
    const begun = clock.now();
    const tried = (status: number | null, error: string | null): Tried => ({
      status,
      milliseconds: clock.now().getTime() - begun.getTime(),
      error,
    });
    if (!isAllowedUrl(sending.url, isDevelopment)) return tried(null, 'the address is not allowed');
    try {
      return tried(await post(sending, { begun, isDevelopment }), null);
    } catch (error) {
      return tried(null, reasonOf(error));
    }
  };

function post(
  sending: Omit<Sending, 'attempt'>,
  { begun, isDevelopment }: { begun: Date; isDevelopment: boolean },
): Promise<number> {
  const url = new URL(sending.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isOpen = isDevelopment && ['localhost', '127.0.0.1', '::1'].includes(host);
  // A name is looked at by the lookup below; an address never gets there.
  if (!isOpen && isIP(host) !== 0 && !isPublicAddress(host))
    return Promise.reject(Object.assign(new Error('not public'), { code: 'ENOTPUBLIC' }));
  const seconds = Math.floor(begun.getTime() / 1_000);
  const options: RequestOptions = {
    method: 'POST',
    timeout: TIMEOUT_MS,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(sending.payload),
      'user-agent': 'Gatefold',
      'webhook-id': sending.messageId,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatureOf(sending, seconds),
    },
    ...(isOpen ? {} : { lookup: publicLookup }),
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const sent = send(url, options, (answer: IncomingMessage) => {
      answer.destroy();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(sending.payload);
  });
}

/** The kind of failure and nothing that the other side has chosen. */
function reasonOf(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  if (name === 'AbortError' || name === 'TimeoutError' || code === 'ABORT_ERR')
    return 'no answer in 10 seconds';
  return code === 'ENOTPUBLIC' ? 'the host is not on the internet' : (code ?? 'the connection failed');
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fakeMachineClock } from '@gatefold/test-kit';
import { afterEach, describe, expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';
import { sendWebhook, signatureOf } from './send-webhook.ts';

const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'];

test('the signature is the one that Standard Webhooks gives as an example', () => {
  const message = {
    messageId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    payload: '{"test": 2432232314}',
    secrets,
  };

  expect(signatureOf(message, 1_614_265_330)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

describe('a host that is not on the internet is not told', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '2001:db8::1',
    '64:ff9b::7f00:1',
    'localhost',
  ])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['93.184.215.14', '2606:4700::1111'])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('sending', () => {
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  const listen = async (status: number, headers: Record<string, string> = {}) => {
    const seen: string[] = [];
    const server = createServer((req, res) => {
      seen.push(req.url ?? '');
      res.writeHead(status, headers).end('ignored');
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port, seen };
  };
  const to = (url: string, isDevelopment: boolean) =>
    sendWebhook({ clock: fakeMachineClock(), isDevelopment })({
      id: 'd',
      messageId: 'm',
      payload: '{}',
      url,
      secrets,
    });

  test('follows no redirect', async () => {
    const { port, seen } = await listen(302, { location: '/elsewhere' });

    expect((await to(`http://127.0.0.1:${port}/first`, true)).status).toBe(302);
    expect(seen).toEqual(['/first']);
  });

  test('leaves for no address of our own, whatever its name says', async () => {
    const { port, seen } = await listen(200);

    for (const host of ['127.0.0.1', 'localhost', '[::1]', '127.0.0.1.nip.invalid'])
      expect((await to(`https://${host}:${port}/`, false)).status).toBeNull();
    expect(await to(`https://169.254.169.254/`, true)).toMatchObject({
      error: 'the host is not on the internet',
    });
    expect(seen).toEqual([]);
  });

  test('says what went wrong, and nothing that the other side has chosen', async () => {
    expect(await to('http://127.0.0.1:1/', true)).toMatchObject({ status: null, error: 'ECONNREFUSED' });
  });
});

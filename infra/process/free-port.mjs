import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** As many ports as wished that nobody listens on at this moment, on the loopback address. */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => listen()));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

/**
 * The first of `count` ports in a row that nobody listens on.
 *
 * Below those that systems give to whoever asks for any port, so that none of them is given away meanwhile.
 */
export async function freeRange(count) {
  for (let tries = 0; tries < 50; tries += 1) {
    const first = 10_000 + randomInt(200) * 100;
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const servers = await Promise.allSettled(ports.map(listen));
    await Promise.all(servers.map(({ value }) => value && new Promise((closed) => value.close(closed))));
    if (servers.every(({ status }) => status === 'fulfilled')) return first;
  }
  throw new Error(`no ${count} free ports in a row were found`);
}

const listen = (port = 0) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

import { createServer } from 'node:http';
import { listen } from '@gatefold/web-kit/testing';

/** A payment page on a host of its own: one button, which leads back to `address` with the checkout's id. */
export async function startHostedPage() {
  let back = { address: '/', checkout: '' };
  const server = createServer((_req, res) =>
    res.setHeader('content-type', 'text/html; charset=utf-8').end(
      `<!doctype html><title>Pay</title><form action="${back.address}">
        <input type="hidden" name="checkout" value="${back.checkout}"><button>Pay</button></form>`,
    ),
  );
  const url = await listen(server);
  return {
    url,
    leadsTo: (address: string, checkout: string) => void (back = { address, checkout }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

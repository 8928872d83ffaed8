import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { byHost } from './by-host.ts';

const seen: string[] = [];
const http =
  (name: string): RequestListener =>
  () =>
    void seen.push(name);
const house = byHost([
  { url: 'http://localhost:4000', http: http('main') },
  { url: 'http://signal.localhost:4000', http: http('signal') },
  { url: 'https://evening.example', http: http('evening') },
]);

test.each([
  ['signal.localhost:4000', 'signal'],
  ['SIGNAL.localhost:4000', 'signal'],
  ['signal.localhost.:4000', 'signal'],
  ['evening.example', 'evening'],
  ['evening.example.', 'evening'],
  ['localhost:4000', 'main'],
  ['127.0.0.1:4000', 'main'],
  ['signal.localhost:4001', 'main'],
  ['evening.example.attacker.example', 'main'],
  ['evening.example:443@attacker.example', 'main'],
  [undefined, 'main'],
])('a request for %s is the paper’s: %s', (host, paper) => {
  house({ headers: { host } } as IncomingMessage, {} as ServerResponse);
  expect(seen.pop()).toBe(paper);
});

import { createLocalClient } from '@gatefold/entitlement-client';

const gate = createLocalClient({
  baseUrl: process.env['ENTITLEMENT_URL'] ?? 'http://localhost:4002',
  token: async () => process.env['GATEFOLD_TOKEN'] ?? '',
  failurePolicy: 'open-for-known-payers',
});
await gate.start();

const [reader = null, article = 'the-harbour'] = process.argv.slice(2);
const { granted, reason } = gate.check(reader, article);
console.log(granted ? 'the whole article' : `the teaser and the wall: ${reason}`);
await gate.stop();

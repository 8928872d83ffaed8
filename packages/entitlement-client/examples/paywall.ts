import { createEntitlementClient } from '@gatefold/entitlement-client';

const gate = createEntitlementClient({
  baseUrl: process.env['ENTITLEMENT_URL'] ?? 'http://localhost:4002',
  token: async () => process.env['GATEFOLD_TOKEN'] ?? '',
  failurePolicy: 'open-for-known-payers',
  cacheSeconds: 10,
});

const [reader = null, article = 'the-harbour'] = process.argv.slice(2);
const { granted, reason } = await gate.check({ reader, article });
console.log(granted ? 'the whole article' : `the teaser and the wall: ${reason}`);

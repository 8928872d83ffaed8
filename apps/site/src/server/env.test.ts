import { expect, test } from 'vitest';
import { Env } from './env.ts';

const required = {
  SERVICE_PRIVATE_JWK: '{"kty":"OKP","crv":"Ed25519","x":"x","d":"d"}',
  SITE_URL: 'https://meridian.example',
  BILLING_URL: 'http://billing',
  CONTENT_URL: 'http://content',
  ENTITLEMENT_URL: 'http://entitlement',
  IDENTITY_URL: 'http://identity',
  MAIL_URL: 'http://mail',
};
const origins = (env: object): readonly string[] => Env.parse({ ...required, ...env }).paymentOrigins;

/** Where Checkout, the portal, `hosted_invoice_url` and `invoice_pdf` lead, the last after one more step. */
const stripes = ['checkout', 'billing', 'invoice', 'pay'].map((name) => `https://${name}.stripe.com`);

test('with a real key readers are led to Stripe’s pages, its invoices and their PDFs', () => {
  expect(origins({})).toEqual(stripes);
});

test('an origin of one’s own comes to them, and takes nothing away', () => {
  const own = 'https://pay.meridian.example';
  expect(origins({ PAYMENT_ORIGINS: `${own}/c/pay, https://checkout.stripe.com` })).toEqual([
    ...stripes,
    own,
  ]);
});

test('with the simulator readers are led to it, under either of its names, and nowhere else', () => {
  expect(origins({ SIMULATOR_CLOCK_URL: 'http://127.0.0.1:4020' })).toEqual([
    'http://127.0.0.1:4020',
    'http://localhost:4020',
  ]);
});

import type Stripe from 'stripe';

/** The languages of Stripe's hosted pages that have no country in their name. */
const spoken = [
  ...[
    'bg',
    'cs',
    'da',
    'de',
    'el',
    'en',
    'es',
    'et',
    'fi',
    'fil',
    'fr',
    'hr',
    'hu',
    'id',
    'it',
    'ja',
    'ko',
    'lt',
  ],
  ...['lv', 'ms', 'mt', 'nb', 'nl', 'pl', 'pt', 'ro', 'ru', 'sk', 'sl', 'sv', 'th', 'tr', 'vi', 'zh'],
] as Stripe.Checkout.SessionCreateParams.Locale[];

/** Stripe goes by the browser where it is not told, or does not speak what it is told. */
export function pageLanguage(language: string | null): Pick<Stripe.Checkout.SessionCreateParams, 'locale'> {
  const locale = spoken.find((one) => one === language);
  return locale === undefined ? {} : { locale };
}

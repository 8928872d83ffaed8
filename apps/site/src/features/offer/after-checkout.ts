import { offerPath, signInPath, type SitePath } from '../../site-path.ts';

type Step = { readonly label: string; readonly href: SitePath };
export type AfterCheckout = {
  readonly title: string;
  readonly says: string;
  readonly actions: readonly Step[];
};

/**
 * What a reader is told who comes back from the hosted page and is not led straight to the article.
 *
 * `paid` is told only in a browser that does not hold the buyer's session; the other one reads on.
 */
export function afterCheckout(
  status: 'open' | 'paid' | 'expired',
  { returnTo, here }: { readonly returnTo: SitePath; readonly here: SitePath },
): AfterCheckout {
  switch (status) {
    case 'paid':
      return {
        title: 'Thank you: your payment has arrived',
        says: 'This browser is not the one in which you began, so we do not open your account here by ourselves. The link in the mail that we have sent you signs you in; you can also ask for a new one.',
        actions: [{ label: 'Sign in', href: signInPath(returnTo) }],
      };
    case 'open':
      return {
        title: 'Nothing has been paid yet',
        says: 'You came back before the payment was finished. Nothing was charged, and your order is kept for a while. If you have just paid, look again in a moment.',
        actions: [
          { label: 'Go on with the order', href: offerPath(returnTo) },
          { label: 'Look again', href: here },
        ],
      };
    case 'expired':
      return {
        title: 'The payment page has closed',
        says: 'It closes by itself after a while. Nothing was charged. You can begin again whenever you like.',
        actions: [{ label: 'Begin again', href: offerPath(returnTo) }],
      };
  }
}

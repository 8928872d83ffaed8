import type { OwnPath } from '@gatefold/web-kit/own-path';
import type { PlainKey } from '../../words/voice.ts';
import { offerPath, signInPath } from '../../coming-back.ts';

type Step = { readonly label: PlainKey; readonly href: OwnPath };
export type AfterCheckout = {
  readonly title: PlainKey;
  readonly says: PlainKey;
  readonly actions: readonly Step[];
};

/**
 * What a reader is told who comes back from the hosted page and is not led straight to the article.
 *
 * `paid` is told only in a browser that does not hold the buyer's session; the other one reads on.
 */
export function afterCheckout(
  status: 'open' | 'paid' | 'expired',
  { returnTo, here }: { readonly returnTo: OwnPath; readonly here: OwnPath },
): AfterCheckout {
  switch (status) {
    case 'paid':
      return {
        title: 'back.paid',
        says: 'back.paid-says',
        actions: [{ label: 'frame.sign-in', href: signInPath(returnTo) }],
      };
    case 'open':
      return {
        title: 'back.open',
        says: 'back.open-says',
        actions: [
          { label: 'back.go-on', href: offerPath(returnTo) },
          { label: 'back.look-again', href: here },
        ],
      };
    case 'expired':
      return {
        title: 'back.expired',
        says: 'back.expired-says',
        actions: [{ label: 'back.begin-again', href: offerPath(returnTo) }],
      };
  }
}

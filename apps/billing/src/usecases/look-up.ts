import type { ChargeBehind, Search } from './review-ports.ts';

/** What Stripe has for a charge, and billing keeps no id of. */
const ABOUT_A_CHARGE = /^(?:pi|dp|du)_\w+$/;

/** What carries an id, and for one of a payment or a dispute also what carries that of the charge behind it. */
export const lookUp =
  ({ search, stripe }: { search: Search; stripe: ChargeBehind }): Search =>
  async (text, limit) => {
    const found = await search(text, limit);
    const charge = ABOUT_A_CHARGE.test(text) ? await stripe.chargeBehind(text) : null;
    return charge === null ? found : [...found, ...(await search(charge, limit - found.length))];
  };

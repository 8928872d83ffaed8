import { anchorGiven, partBefore } from '../../domain/billing-anchor.ts';
import { amountIn, type Price } from '../../domain/catalogue.ts';
import { wrongAnswer } from '../../domain/checkout-asks.ts';
import type { Sold } from '../../domain/checkout-lines.ts';
import type { SessionTerms } from '../../domain/checkout-terms.ts';
import { newSession, type CheckoutSession } from '../../domain/checkout.ts';
import { checkRedeemable } from '../../domain/coupon.ts';
import type { Granted } from '../../domain/discount.ts';
import { refuse } from '../../domain/refusals.ts';
import { intervalOf } from '../../domain/subscription.ts';
import { grantPreview } from '../../usecases/discounts.ts';
import { required } from '../../usecases/find.ts';
import { inlinePrice } from '../../usecases/inline-prices.ts';
import type { Unit } from '../../usecases/ports.ts';
import { promotionFor } from '../../usecases/promotion-codes.ts';
import { ratesNamed } from '../../usecases/taxes.ts';
import { checkRange, needed } from '../params.ts';
import { metadataOf } from '../route.ts';
import { checkSession, type SessionGiven } from './check-session.ts';
import { priceTerms } from './prices.routes.ts';

type Mode = 'payment' | 'setup' | 'subscription';

/** A page on which somebody can pay, save a card or subscribe. Nothing is sold before they do. */
export function createSession(unit: Unit, given: SessionGiven, pageUrl: string): CheckoutSession {
  const mode = needed(given.mode, 'mode') as Mode;
  checkSession(unit, given);
  const sold = soldIn(unit, given);
  checkSold(mode, sold);
  const currency = currencyFor(given, sold);
  const rhythm = rhythmOf(unit, given, sold);
  const made = newSession(
    {
      // Words that the package declares are those of the object.
      ...(given as unknown as SessionTerms),
      mode,
      sold,
      currency,
      granted: granted(unit, given),
      promotion: given.discounts?.[0]?.promotion_code ?? null,
      pageUrl,
      success_url: needed(given.success_url, 'success_url'),
      metadata: metadataOf(given.metadata),
      subscription_data: { ...(given.subscription_data as SessionTerms['subscription_data']), ...rhythm },
      firstPart: firstPart(unit, sold, { ...given.subscription_data, ...rhythm }),
    },
    unit,
  );
  checkDefaults(made);
  unit.save(made);
  return made;
}

function checkDefaults({ custom_fields }: CheckoutSession): void {
  for (const [index, field] of custom_fields.entries()) {
    const preset = field.dropdown ?? field.numeric ?? field.text;
    const wrong = preset?.default_value ? wrongAnswer(field, preset.default_value) : null;
    if (wrong !== null) throw refuse('parameter_invalid', wrong, { param: `custom_fields[${index}]` });
  }
}

function soldIn(unit: Unit, { line_items = [] }: SessionGiven): Sold[] {
  return line_items.map(({ price: priceId, price_data, quantity = 1, ...line }, index) => {
    const param = `line_items[${index}]`;
    checkRange(quantity, `${param}[quantity]`, [1]);
    if ((priceId === undefined) === (price_data === undefined))
      throw refuse('parameter_missing', 'You must specify either `price` or `price_data` for a line item.', {
        param: `${param}[price]`,
      });
    const price =
      price_data === undefined
        ? required(unit, 'price', [priceId ?? '', `${param}[price]`])
        : inlinePrice(unit, inlineTerms(price_data));
    if (!price.active && price_data === undefined)
      throw refuse('parameter_invalid', `The price specified is inactive: ${price.id}.`, {
        param: `${param}[price]`,
      });
    const { adjustable_quantity: adjustable } = line;
    return {
      price,
      quantity,
      name: required(unit, 'product', [price.product]).name,
      metadata: metadataOf(line.metadata),
      adjustable:
        adjustable === undefined
          ? null
          : {
              enabled: adjustable.enabled,
              maximum: adjustable.maximum ?? null,
              minimum: adjustable.minimum ?? null,
            },
    };
  });
}

type InlineGiven = NonNullable<NonNullable<SessionGiven['line_items']>[number]['price_data']>;

const inlineTerms = ({ product_data: data, product, ...price }: InlineGiven) => ({
  ...priceTerms(price),
  product,
  product_data: data && { ...data, metadata: metadataOf(data.metadata) },
});

/** All prices of a session are sold in one currency: the one that is asked for, or that of the first. */
function currencyFor({ currency }: SessionGiven, sold: readonly Sold[]): string | null {
  const chosen = currency ?? sold[0]?.price.currency ?? null;
  if (chosen !== null) for (const { price } of sold) amountIn(price, chosen);
  return chosen;
}

function checkSold(mode: Mode, sold: readonly Sold[]): void {
  const recurs = sold.some(({ price }) => price.recurring !== null);
  if (mode === 'setup' ? sold.length > 0 : sold.length === 0)
    throw refuse('parameter_missing', `\`line_items\` does not fit \`${mode}\` mode.`, {
      param: 'line_items',
    });
  if (mode === 'subscription' && !recurs)
    throw refuse(
      'parameter_invalid',
      'You must provide at least one recurring price in `subscription` mode.',
      { param: 'line_items' },
    );
  if (mode === 'payment' && recurs)
    throw refuse('parameter_invalid', 'You specified `payment` mode but passed a recurring price.', {
      param: 'mode',
    });
}

function granted(unit: Unit, { discounts = [], customer }: SessionGiven): Granted[] {
  return discounts.map(({ coupon: id = '', promotion_code }, index) => {
    if (promotion_code !== undefined)
      return grantPreview(
        promotionFor(unit, promotion_code, { customer: customer ?? null, amount: null }).coupon,
        unit,
      );
    const coupon = required(unit, 'coupon', [id, `discounts[${index}][coupon]`]);
    checkRedeemable(coupon, unit.now);
    return grantPreview(coupon, unit);
  });
}

const recurringIn = (sold: readonly Sold[]): Price | undefined =>
  sold.find(({ price: { recurring } }) => recurring !== null)?.price;

/** Where the periods of its subscription will be counted from. */
function rhythmOf(unit: Unit, { subscription_data: data = {} }: SessionGiven, sold: readonly Sold[]) {
  ratesNamed(unit, data.default_tax_rates ?? [], 'subscription_data[default_tax_rates]');
  const price = recurringIn(sold);
  if (price === undefined) return {};
  const { anchor } = anchorGiven(data, intervalOf(price), data.trial_end ?? unit.now);
  return anchor === undefined ? {} : { billing_cycle_anchor: anchor };
}

type Rhythm = {
  readonly billing_cycle_anchor?: number | undefined;
  readonly proration_behavior?: string | undefined;
};

function firstPart(unit: Unit, sold: readonly Sold[], rhythm: Rhythm): number {
  const price = recurringIn(sold);
  if (price === undefined || rhythm.billing_cycle_anchor === undefined) return 1;
  if (rhythm.proration_behavior === 'none') return 0;
  return partBefore(rhythm.billing_cycle_anchor, intervalOf(price), unit.now);
}

import { creditNoteRoutes, customerBalanceRoutes } from './credit.routes.ts';
import { entitlementRoutes } from './entitlements.routes.ts';
import { payoutRoutes } from './payouts.routes.ts';
import { portalRoutes } from './portal.routes.ts';
import { promotionCodeRoutes, trialOfferRoutes } from './promotions.routes.ts';
import { taxRoutes } from './tax.routes.ts';
import { productRoutes } from './catalogue.routes.ts';
import { priceRoutes } from './prices.routes.ts';
import { couponRoutes } from './coupons.routes.ts';
import { checkoutRoutes } from './checkout.routes.ts';
import { customerRoutes } from './customers.routes.ts';
import { eventRoutes, webhookEndpointRoutes } from './events.routes.ts';
import { invoiceMakingRoutes } from './invoice-making.routes.ts';
import { invoicePaymentRoutes, invoiceRoutes } from './invoices.routes.ts';
import { balanceRoutes, chargeRoutes, disputeRoutes, refundRoutes } from './money.routes.ts';
import { paymentIntentRoutes } from './intents.routes.ts';
import { setupIntentRoutes } from './setup-intents.routes.ts';
import { paymentMethodRoutes } from './payment-methods.routes.ts';
import { scheduleRoutes } from './schedules.routes.ts';
import { subscriptionItemRoutes } from './subscription-items.routes.ts';
import { subscriptionRoutes } from './subscriptions.routes.ts';
import { testClockRoutes } from './test-clocks.routes.ts';

/** Every call of Stripe's that is simulated. */
export const routes = [
  ...customerRoutes,
  ...productRoutes,
  ...priceRoutes,
  ...couponRoutes,
  ...checkoutRoutes,
  ...paymentMethodRoutes,
  ...paymentIntentRoutes,
  ...subscriptionRoutes,
  ...invoiceMakingRoutes,
  ...invoiceRoutes,
  ...invoicePaymentRoutes,
  ...chargeRoutes,
  ...refundRoutes,
  ...balanceRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
  ...testClockRoutes,
  ...scheduleRoutes,
  ...creditNoteRoutes,
  ...customerBalanceRoutes,
  ...entitlementRoutes,
  ...payoutRoutes,
  ...portalRoutes,
  ...promotionCodeRoutes,
  ...taxRoutes,
  ...trialOfferRoutes,
  ...setupIntentRoutes,
  ...subscriptionItemRoutes,
];

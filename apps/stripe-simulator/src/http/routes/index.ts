import { couponRoutes, priceRoutes, productRoutes } from './catalogue.routes.ts';
import { checkoutRoutes } from './checkout.routes.ts';
import { customerRoutes } from './customers.routes.ts';
import { eventRoutes, webhookEndpointRoutes } from './events.routes.ts';
import { invoiceItemRoutes, invoicePaymentRoutes, invoiceRoutes } from './invoices.routes.ts';
import {
  balanceRoutes,
  chargeRoutes,
  disputeRoutes,
  paymentIntentRoutes,
  refundRoutes,
} from './money.routes.ts';
import { paymentMethodRoutes } from './payment-methods.routes.ts';
import { subscriptionRoutes } from './subscriptions.routes.ts';

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
  ...invoiceRoutes,
  ...invoicePaymentRoutes,
  ...invoiceItemRoutes,
  ...chargeRoutes,
  ...refundRoutes,
  ...balanceRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
];

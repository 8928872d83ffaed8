/** What every session is alike in: features of Checkout that are not simulated. */
export const constants = {
  object: 'checkout.session' as const,
  client_secret: null,
  currency_conversion: null,
  customer_account: null,
  livemode: false,
  managed_payments: null,
  payment_link: null,
  payment_method_configuration_details: null,
  payment_method_types: ['card'],
  permissions: null,
  shipping_cost: null,
  shipping_options: [],
  ui_mode: 'hosted_page' as const,
  wallet_options: null,
};

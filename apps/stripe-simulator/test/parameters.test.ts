import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import { cards, DAY, makeOffer, openCheckout, PERIOD, type Offer } from './offer.ts';

let simulator: Simulator;
let stripe: Stripe;
let offer: Offer;
beforeAll(async () => {
  simulator = await startSimulator({ webhooks: false });
  stripe = simulator.stripe;
  offer = await makeOffer(stripe);
});
afterAll(() => simulator.stop());

const buyer = async (): Promise<string> =>
  (
    await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })
  ).id;

describe('a customer', () => {
  test('comes with a card, a credit, a tax id and what stands on every invoice', async () => {
    const customer = await stripe.customers.create({
      name: 'Ada Reader',
      business_name: 'Reader Ltd',
      balance: -500,
      payment_method: 'pm_card_visa',
      tax_id_data: [{ type: 'eu_vat', value: 'DE123456789' }],
      shipping: { name: 'Ada Reader', address: { line1: 'Paper Street 1', city: 'Berlin', country: 'DE' } },
      invoice_prefix: 'READER',
      invoice_settings: {
        default_payment_method: 'pm_card_visa',
        custom_fields: [{ name: 'Order', value: '4711' }],
        footer: 'Thank you for reading.',
      },
    });
    expect(customer).toMatchObject({
      balance: -500,
      business_name: 'Reader Ltd',
      shipping: { name: 'Ada Reader' },
    });
    const [card] = (await stripe.paymentMethods.list({ customer: customer.id })).data;
    expect(customer.invoice_settings.default_payment_method).toBe(card?.id);
    expect((await stripe.customers.listTaxIds(customer.id)).data.map(({ value }) => value)).toEqual([
      'DE123456789',
    ]);
    const moved = await stripe.customers.listBalanceTransactions(customer.id);
    expect(moved.data.map(({ amount, type }) => [amount, type])).toEqual([[-500, 'adjustment']]);

    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: offer.list.id }],
      expand: ['latest_invoice'],
    });
    const invoice = subscription.latest_invoice as Stripe.Invoice;
    expect(invoice).toMatchObject({
      amount_due: 1_000,
      custom_fields: [{ name: 'Order', value: '4711' }],
      footer: 'Thank you for reading.',
      customer_shipping: { name: 'Ada Reader' },
      number: 'READER-0001',
    });
    const page = await (await fetch(String(invoice.hosted_invoice_url))).text();
    for (const text of ['Order', '4711', 'Thank you for reading.']) expect(page).toContain(text);

    const emptied = await stripe.customers.update(customer.id, {
      balance: 0,
      business_name: '',
      shipping: '',
    });
    expect(emptied).toMatchObject({ shipping: null });
    expect(emptied.business_name).toBeUndefined();
  });

  test('has no default card that belongs to nobody', async () => {
    const made = stripe.customers.create({ invoice_settings: { default_payment_method: 'pm_card_visa' } });
    await expect(made).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe('prices', () => {
  test('come with their product, and are sold in each currency that they name', async () => {
    const product = await stripe.products.create({
      name: 'Everywhere',
      default_price_data: { currency: 'usd', unit_amount: 900, recurring: { interval: 'month' } },
    });
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 1_000,
      recurring: { interval: 'month' },
      currency_options: { eur: { unit_amount: 1_100 } },
    });
    expect((await stripe.prices.retrieve(String(product.default_price))).unit_amount).toBe(900);
    expect(price.currency_options).toBeUndefined();
    const shown = await stripe.prices.retrieve(price.id, { expand: ['currency_options'] });
    expect(shown.currency_options?.['eur']).toMatchObject({ unit_amount: 1_100 });

    const sold = await stripe.subscriptions.create({
      customer: await buyer(),
      currency: 'eur',
      items: [{ price: price.id }],
      expand: ['latest_invoice'],
    });
    expect(sold).toMatchObject({ currency: 'eur', latest_invoice: { currency: 'eur', amount_paid: 1_100 } });
    const more = await stripe.invoices.createPreview({
      subscription: sold.id,
      subscription_details: { items: [{ id: sold.items.data[0]?.id ?? '', quantity: 2 }] },
    });
    expect(more.lines.data.map(({ amount }) => amount)).toContain(2_200);
    const page = await stripe.checkout.sessions.create({
      mode: 'subscription',
      currency: 'eur',
      line_items: [{ price: price.id }],
      success_url: 'http://localhost:1/',
    });
    expect(page).toMatchObject({ currency: 'eur', amount_total: 1_100 });
    const elsewhere = stripe.subscriptions.create({
      customer: await buyer(),
      currency: 'gbp',
      items: [{ price: price.id }],
    });
    await expect(elsewhere).rejects.toMatchObject({ param: 'currency' });
  });

  test('by usage are said not to be simulated', async () => {
    const metered = stripe.prices.create({
      product_data: { name: 'x' },
      currency: 'usd',
      unit_amount: 1,
      recurring: { interval: 'month', usage_type: 'metered' },
    });
    await expect(metered).rejects.toMatchObject({ code: 'not_simulated', param: 'recurring[usage_type]' });
    const tiers = {
      currency: 'usd',
      unit_amount: 1,
      product_data: { name: 'x' },
      tiers: [{ up_to: 'inf' as const }],
    };
    await expect(stripe.prices.create(tiers)).rejects.toMatchObject({
      code: 'not_simulated',
      param: 'tiers',
    });
    const below = { currency: 'usd', unit_amount: 1, product_data: { name: 'x' } };
    await expect(
      stripe.prices.create({ ...below, currency_options: { eur: { tiers: [{ up_to: 'inf' }] } } }),
    ).rejects.toMatchObject({ param: 'currency_options[eur][tiers]' });
  });
});

describe('invoices', () => {
  test('carry what was written on them, are due when it says so, and are numbered as asked', async () => {
    const customer = await buyer();
    const due = Math.floor((await simulator.now()).getTime() / 1_000) + 10 * DAY;
    const draft = await stripe.invoices.create({
      customer,
      collection_method: 'send_invoice',
      due_date: due,
      number: 'A-1',
      statement_descriptor: 'MERIDIAN',
      discounts: [{ coupon: (await stripe.coupons.create({ percent_off: 10 })).id }],
    });
    const half = await stripe.coupons.create({ percent_off: 50 });
    await stripe.invoiceItems.create({
      customer,
      invoice: draft.id,
      amount: 1_000,
      currency: 'usd',
      discounts: [{ coupon: half.id }],
    });
    await stripe.invoiceItems.create({
      customer,
      invoice: draft.id,
      price_data: { currency: 'usd', product: 'digital', unit_amount: 200 },
    });
    const open = await stripe.invoices.finalizeInvoice(draft.id);
    // Half of 1,000, then a tenth of what is left of 1,200.
    expect(open).toMatchObject({ number: 'A-1', due_date: due, subtotal: 1_200, total: 630 });
    const late = stripe.invoices.update(draft.id, { footer: 'too late' });
    await expect(late).rejects.toMatchObject({ statusCode: 400 });
    await stripe.invoices.pay(draft.id);
    const [charge] = (await stripe.charges.list({ customer })).data;
    expect(charge?.calculated_statement_descriptor).toBe('MERIDIAN');
  });

  test('are previewed before there is a subscription, as they come at once, and under a schedule', async () => {
    const first = await stripe.invoices.createPreview({
      customer_details: { address: { country: 'DE' } },
      automatic_tax: { enabled: true },
      subscription_details: { items: [{ price: offer.list.id }] },
    });
    expect(first).toMatchObject({ status: 'draft', subtotal: 1_500, total: 1_605, amount_remaining: 1_605 });

    const customer = await buyer();
    const { id, items } = await stripe.subscriptions.create({ customer, items: [{ price: offer.list.id }] });
    await simulator.turn(PERIOD / 2);
    const item = items.data[0]?.id ?? '';
    const atOnce = await stripe.invoices.createPreview({
      subscription: id,
      subscription_details: { items: [{ id: item, quantity: 2 }], proration_behavior: 'always_invoice' },
    });
    expect(atOnce.lines.data.map(({ amount }) => amount)).toEqual([-750, 1_500]);
    expect((await stripe.subscriptions.retrieve(id)).items.data[0]?.quantity).toBe(1);

    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id });
    const [now] = schedule.phases;
    await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [
        { items: [{ price: offer.list.id }], start_date: now?.start_date ?? 0, end_date: now?.end_date ?? 0 },
        { items: [{ price: offer.list.id, quantity: 3 }], duration: { interval: 'month' } },
      ],
    });
    expect((await stripe.invoices.createPreview({ schedule: schedule.id })).total).toBe(4_500);
    expect((await stripe.invoices.createPreview({ subscription: id })).total).toBe(4_500);
    const [before] = (await stripe.events.list({ type: 'invoice.upcoming', limit: 1 })).data;
    await simulator.turn(PERIOD / 2 - 7 * DAY);
    const [told] = (await stripe.events.list({ type: 'invoice.upcoming', limit: 1 })).data;
    expect([told?.id === before?.id, (told?.data.object as Stripe.Invoice).amount_due]).toEqual([
      false,
      4_500,
    ]);
  });
});

test('events are found by whether every endpoint has them', async () => {
  const { data } = await stripe.events.list({ delivery_success: true, limit: 1 });
  expect(data).toHaveLength(1);
  expect((await stripe.events.list({ delivery_success: false })).data).toEqual([]);
});

describe('Checkout', () => {
  const post = (session: Stripe.Checkout.Session, form: Record<string, string>) =>
    fetch(`${simulator.url}/c/pay/${session.id}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        email: 'ada@meridian.example',
        cardNumber: cards.good,
        cardExpiry: '12 / 34',
        cardCvc: '123',
        billingName: 'Ada Reader',
        ...form,
      }),
    });

  test('asks what the publisher asks, and keeps the answers', async () => {
    const session = await openCheckout(simulator, offer, {
      custom_fields: [
        {
          key: 'source',
          label: { type: 'custom', custom: 'How did you hear of us?' },
          type: 'dropdown',
          dropdown: { options: [{ label: 'A friend', value: 'friend' }] },
        },
        { key: 'member', label: { type: 'custom', custom: 'Member' }, type: 'numeric', optional: true },
      ],
      name_collection: { business: { enabled: true, optional: true }, individual: { enabled: true } },
      phone_number_collection: { enabled: true },
      shipping_address_collection: { allowed_countries: ['DE', 'AT'] },
      consent_collection: { promotions: 'auto', terms_of_service: 'required' },
      custom_text: { after_submit: { message: 'Delivered before breakfast.' } },
      submit_type: 'subscribe',
    });
    const page = await (await fetch(String(session.url))).text();
    for (const text of ['How did you hear of us?', 'A friend', 'Delivered before breakfast.', 'Subscribe · '])
      expect(page).toContain(text);
    const answers = {
      customField_source: 'friend',
      customField_member: '42',
      individualName: 'Ada Reader',
      phoneNumber: '+49 30 1234567',
      shippingName: 'Ada Reader',
      shippingLine1: 'Paper Street 1',
      shippingCity: 'Berlin',
      shippingPostalCode: '10115',
      shippingCountry: 'DE',
      promotions: 'true',
      termsOfService: 'accepted',
    };
    const mistakes: [Record<string, string>, string][] = [
      [{ customField_source: '' }, 'How did you hear of us?'],
      [{ customField_member: 'four' }, 'takes digits only'],
      [{ phoneNumber: '' }, 'phone number'],
      [{ individualName: '' }, 'Please enter your name'],
      [{ shippingCountry: 'FR' }, 'one of these countries'],
    ];
    for (const [wrong, says] of mistakes) {
      const response = await post(session, { ...answers, ...wrong });
      expect([response.status, await response.text()]).toEqual([402, expect.stringContaining(says)]);
    }
    expect((await post(session, answers)).status).toBe(303);
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['customer'] });
    expect(done).toMatchObject({
      consent: { promotions: 'opt_in', terms_of_service: 'accepted' },
      customer_details: { phone: '+49 30 1234567', individual_name: 'Ada Reader' },
      collected_information: { shipping_details: { address: { line1: 'Paper Street 1' } } },
      customer: { phone: '+49 30 1234567', shipping: { address: { city: 'Berlin' } } },
    });
    expect(done.custom_fields.map(({ dropdown, numeric }) => dropdown?.value ?? numeric?.value)).toEqual([
      'friend',
      '42',
    ]);
  });

  test('begins a free trial without a card where none is wanted', async () => {
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: offer.list.id }],
      payment_method_collection: 'if_required',
      subscription_data: {
        trial_period_days: 14,
        trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
      },
      success_url: 'http://localhost:1/',
    });
    expect(await (await fetch(String(session.url))).text()).not.toContain('Card number');
    expect((await post(session, { cardNumber: '' })).status).toBe(303);
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] });
    expect(done).toMatchObject({
      payment_status: 'no_payment_required',
      subscription: { status: 'trialing', default_payment_method: null },
    });
  });

  test('counts periods from the day that is named, and charges the part before it', async () => {
    const monthly = await stripe.prices.create({
      product: 'digital',
      currency: 'usd',
      unit_amount: 3_000,
      recurring: { interval: 'month' },
    });
    const now = await simulator.now();
    const anchor = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) / 1_000;
    const month = anchor - Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1) / 1_000;
    const part = Math.round((3_000 * (anchor - Math.floor(now.getTime() / 1_000))) / month);
    const open = (proration_behavior?: 'none') =>
      stripe.checkout.sessions.create({
        mode: 'subscription',
        line_items: [{ price: monthly.id }],
        subscription_data: {
          billing_cycle_anchor: anchor,
          ...(proration_behavior === undefined ? {} : { proration_behavior }),
        },
        success_url: 'http://localhost:1/',
      });
    expect((await open('none')).amount_total).toBe(0);
    const session = await open();
    expect(session.amount_total).toBe(part);
    expect((await post(session, {})).status).toBe(303);
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription', 'invoice'] });
    expect(done).toMatchObject({
      invoice: { amount_paid: part },
      subscription: { billing_cycle_anchor: anchor },
    });
    const preview = await stripe.invoices.createPreview({
      subscription: (done.subscription as Stripe.Subscription).id,
    });
    expect(preview.total).toBe(3_000);
  });

  test('takes one payment of a guest, or of a customer with an invoice', async () => {
    const line_items = [{ price: offer.once.id, adjustable_quantity: { enabled: true, maximum: 5 } }];
    const payment = { mode: 'payment', line_items, success_url: 'http://localhost:1/' } as const;
    const guest = await stripe.checkout.sessions.create({
      ...payment,
      payment_intent_data: {
        description: 'A gift',
        metadata: { gift: '1' },
        receipt_email: 'ada@meridian.example',
      },
    });
    const [line] = (await stripe.checkout.sessions.listLineItems(guest.id)).data;
    const updated = await post(guest, { action: 'quantities', [`quantity_${line?.id}`]: '3' });
    expect([updated.status, (await updated.text()).includes('$3')]).toEqual([200, true]);
    expect((await post(guest, { action: 'quantities', [`quantity_${line?.id}`]: '6' })).status).toBe(402);
    await post(guest, {});
    const paid = await stripe.checkout.sessions.retrieve(guest.id, { expand: ['payment_intent'] });
    expect(paid).toMatchObject({
      customer: null,
      amount_total: 300,
      payment_intent: { amount: 300, description: 'A gift', metadata: { gift: '1' }, customer: null },
    });

    const billed = await stripe.checkout.sessions.create({
      ...payment,
      invoice_creation: { enabled: true, invoice_data: { footer: 'Thank you.' } },
    });
    await post(billed, {});
    const done = await stripe.checkout.sessions.retrieve(billed.id, { expand: ['invoice'] });
    expect(done).toMatchObject({
      customer: expect.stringMatching(/^cus_/),
      invoice: { status: 'paid', amount_paid: 100, footer: 'Thank you.' },
      payment_intent: expect.stringMatching(/^pi_/),
    });
  });

  test('a card that was kept is offered again, and a bank is asked where that is wanted', async () => {
    const customer = (await stripe.customers.create({ email: 'ada@meridian.example' })).id;
    const pay = (given: object = {}) =>
      stripe.checkout.sessions.create({
        mode: 'payment',
        customer,
        line_items: [{ price: offer.once.id }],
        saved_payment_method_options: { payment_method_save: 'enabled' },
        success_url: 'http://localhost:1/',
        ...given,
      });
    await post(await pay(), {});
    expect((await stripe.paymentMethods.list({ customer })).data).toEqual([]);
    await post(await pay(), { savePaymentMethod: 'true' });
    const [kept] = (await stripe.paymentMethods.list({ customer })).data;
    expect(kept?.allow_redisplay).toBe('always');

    const again = await pay();
    expect(await (await fetch(String(again.url))).text()).toContain('visa ending in 4242');
    expect((await post(again, { cardNumber: '', savedCard: kept?.id ?? '' })).status).toBe(303);
    expect((await stripe.charges.list({ customer })).data[0]?.payment_method).toBe(kept?.id);
    const stranger = await stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price: offer.once.id }],
      success_url: 'http://localhost:1/',
    });
    expect((await post(stranger, { savedCard: kept?.id ?? '' })).status).toBe(402);

    const asked = await pay({ payment_method_options: { card: { request_three_d_secure: 'any' } } });
    expect((await post(asked, {})).headers.get('location')).toBe(`/c/pay/${asked.id}/challenge`);
  });

  test('a page that expired is taken up again for thirty days', async () => {
    const session = await openCheckout(simulator, offer, {
      after_expiration: { recovery: { enabled: true } },
    });
    const expired = await stripe.checkout.sessions.expire(session.id);
    const link = String(expired.after_expiration?.recovery?.url);
    const followed = await fetch(link, { redirect: 'manual' });
    const id = followed.headers.get('location')?.split('/').at(-1) ?? '';
    const again = await stripe.checkout.sessions.retrieve(id);
    expect(again).toMatchObject({ status: 'open', recovered_from: session.id, amount_total: 100 });
    expect((await post(again, {})).status).toBe(303);
    await simulator.turn(30 * DAY);
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(410);
  });

  test.each<[string, Partial<Stripe.Checkout.SessionCreateParams>]>([
    ['a word for the button that does not fit', { submit_type: 'donate' }],
    ['what belongs to a single payment', { invoice_creation: { enabled: true } }],
    ['changes to a customer that it does not name', { customer_update: { address: 'auto' } }],
    [
      'an anchor that is further than one period',
      { subscription_data: { billing_cycle_anchor: 2_000_000_000 } },
    ],
    [
      'a day of the month for what is billed by weeks',
      { subscription_data: { billing_cycle_anchor_config: { day_of_month: 1 } } },
    ],
    ['an embedded page', { ui_mode: 'embedded_page' }],
  ])('refuses %s', async (_name, given) => {
    await expect(openCheckout(simulator, offer, given)).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe('a payment page of one’s own', () => {
  test('confirms the first invoice by its secret, and the card becomes the subscription’s own', async () => {
    const { id: customer } = await stripe.customers.create({});
    const started = await stripe.subscriptions.create({
      customer,
      items: [{ price: offer.list.id }],
      payment_behavior: 'default_incomplete',
      payment_settings: { save_default_payment_method: 'on_subscription', payment_method_types: ['card'] },
      expand: ['latest_invoice.confirmation_secret'],
    });
    const invoice = started.latest_invoice as Stripe.Invoice;
    expect([started.status, invoice.confirmation_secret?.type]).toEqual(['incomplete', 'payment_intent']);
    const intent = String(invoice.confirmation_secret?.client_secret).split('_secret_')[0] ?? '';
    const declined = stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_chargeDeclined' });
    await expect(declined).rejects.toMatchObject({ code: 'card_declined' });
    expect((await stripe.invoices.retrieve(invoice.id ?? '')).status).toBe('open');
    await stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_visa' });
    expect((await stripe.invoices.retrieve(invoice.id ?? '')).status).toBe('paid');
    const running = await stripe.subscriptions.retrieve(started.id);
    const [card] = (await stripe.paymentMethods.list({ customer })).data;
    expect([running.status, running.default_payment_method]).toEqual(['active', card?.id]);
  });

  test('saves a card for a trial that costs nothing yet', async () => {
    const { id: customer } = await stripe.customers.create({});
    const started = await stripe.subscriptions.create({
      customer,
      items: [{ price: offer.list.id }],
      trial_period_days: 14,
      payment_behavior: 'default_incomplete',
      payment_settings: { save_default_payment_method: 'on_subscription' },
      expand: ['pending_setup_intent'],
    });
    const wanted = started.pending_setup_intent as Stripe.SetupIntent;
    expect([started.status, wanted.status]).toEqual(['trialing', 'requires_payment_method']);
    await stripe.setupIntents.confirm(wanted.id, { payment_method: 'pm_card_visa' });
    const running = await stripe.subscriptions.retrieve(started.id);
    expect(running).toMatchObject({
      pending_setup_intent: null,
      default_payment_method: expect.stringMatching(/^pm_/),
    });
  });
});

describe('subscriptions', () => {
  const half = () => stripe.coupons.create({ percent_off: 50, duration: 'forever' });

  test('sell once beside what recurs, with a discount of its own, a price of its own and a period', async () => {
    const sold = await stripe.subscriptions.create({
      customer: await buyer(),
      items: [
        {
          price_data: {
            currency: 'usd',
            product: 'digital',
            unit_amount: 2_000,
            recurring: { interval: 'month' },
          },
          metadata: { seat: 'A' },
          discounts: [{ coupon: (await half()).id }],
        },
      ],
      add_invoice_items: [
        {
          price_data: { currency: 'usd', product: 'intro', unit_amount: 300 },
          quantity: 2,
          discounts: [{ coupon: (await half()).id }],
          period: { start: { type: 'max_item_period_start' }, end: { type: 'min_item_period_end' } },
        },
      ],
      invoice_settings: { description: 'With the crossword', footer: 'Thank you' },
      expand: ['latest_invoice'],
    });
    const invoice = sold.latest_invoice as Stripe.Invoice;
    expect(invoice).toMatchObject({
      amount_paid: 1_300,
      description: 'With the crossword',
      footer: 'Thank you',
    });
    const [once, monthly] = invoice.lines.data;
    expect(once?.period).toEqual(monthly?.period);
    expect(sold.items.data[0]?.metadata).toEqual({ seat: 'A' });
  });

  test('change what single items cost, what comes once, and what happens without a card', async () => {
    const { id, items } = await stripe.subscriptions.create({
      customer: await buyer(),
      items: [{ price: offer.list.id }],
      trial_period_days: 14,
    });
    const item = items.data[0]?.id ?? '';
    const changed = await stripe.subscriptions.update(id, {
      items: [{ id: item, discounts: [{ coupon: (await half()).id }], metadata: { seat: 'B' } }],
      add_invoice_items: [{ price: offer.once.id }],
      invoice_settings: { footer: 'Later' },
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    });
    expect(changed.items.data[0]).toMatchObject({ metadata: { seat: 'B' } });
    expect(changed.trial_settings?.end_behavior.missing_payment_method).toBe('pause');
    const next = await stripe.invoices.createPreview({ subscription: id });
    expect(next).toMatchObject({ total: 850, footer: 'Later' });
    await stripe.subscriptionItems.update(item, { discounts: '' });
    expect((await stripe.invoices.createPreview({ subscription: id })).total).toBe(1_600);
    const recurring = await stripe.invoices.createPreview({ subscription: id, preview_mode: 'recurring' });
    expect(recurring.total).toBe(1_500);
  });

  test('are anchored to a day of the month, and short months shorten no others', async () => {
    await simulator.turnTo(new Date('2027-02-10T09:00:00Z'));
    const monthly = await stripe.prices.create({
      product: 'digital',
      currency: 'usd',
      unit_amount: 2_800,
      recurring: { interval: 'month' },
    });
    const sold = await stripe.subscriptions.create({
      customer: await buyer(),
      items: [{ price: monthly.id }],
      billing_cycle_anchor_config: { day_of_month: 31, hour: 9, minute: 0, second: 0 },
      expand: ['latest_invoice'],
    });
    // From the 10th to the 28th of February: 18 of the 31 days since 28 January.
    expect(sold).toMatchObject({
      billing_cycle_anchor: Date.parse('2027-02-28T09:00:00Z') / 1_000,
      billing_cycle_anchor_config: { day_of_month: 31, month: null },
      latest_invoice: { amount_paid: Math.round((2_800 * 18) / 31) },
    });
    await simulator.turnTo(new Date('2027-04-30T11:00:00Z'));
    const { data } = await stripe.invoices.list({ subscription: sold.id });
    expect(
      data.map(({ created, amount_due }) => [
        new Date(created * 1_000).toISOString().slice(0, 10),
        amount_due,
      ]),
    ).toEqual([
      ['2027-04-30', 2_800],
      ['2027-03-31', 2_800],
      ['2027-02-28', 2_800],
      ['2027-02-10', Math.round((2_800 * 18) / 31)],
    ]);
  });

  test('that begin earlier charge the time since, unless asked otherwise', async () => {
    const now = Math.floor((await simulator.now()).getTime() / 1_000);
    const backdated = async (proration_behavior: 'create_prorations' | 'none') =>
      stripe.subscriptions.create({
        customer: await buyer(),
        items: [{ price: offer.list.id }],
        backdate_start_date: now - PERIOD / 2,
        proration_behavior,
        expand: ['latest_invoice'],
      });
    expect(await backdated('create_prorations')).toMatchObject({
      start_date: now - PERIOD / 2,
      latest_invoice: { amount_paid: 2_250 },
    });
    expect(await backdated('none')).toMatchObject({ latest_invoice: { amount_paid: 1_500 } });
  });

  test('keep nothing of a change that could not be paid, where that is asked for', async () => {
    const { id, items } = await stripe.subscriptions.create({
      customer: await buyer(),
      items: [{ price: offer.list.id }],
    });
    const { customer } = await stripe.subscriptions.retrieve(id);
    await simulator.post('/_sim/next-charge', { customer, outcome: 'insufficient_funds' });
    const change = stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id ?? '', quantity: 3 }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'error_if_incomplete',
    });
    await expect(change).rejects.toMatchObject({ statusCode: 402, decline_code: 'insufficient_funds' });
    const kept = await stripe.subscriptions.retrieve(id);
    expect([kept.status, kept.items.data[0]?.quantity]).toEqual(['active', 1]);
    expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(1);
  });
});

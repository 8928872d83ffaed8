import type Stripe from 'stripe';
import type { Lane } from '../../usecases/stripe-ports.ts';
import type { InvoicePages } from '../../usecases/page-ports.ts';

type Deps = { stripe: Stripe; read: <T>(lane: Lane, ask: () => Promise<T>) => Promise<T> };

/** Their addresses end some time after Stripe gave them out, so they are asked for when somebody looks. */
export const invoicePages = ({ stripe, read }: Deps): InvoicePages => ({
  async invoicePages(invoiceId) {
    const invoice = await read('reader', () => stripe.invoices.retrieve(invoiceId));
    const { hosted_invoice_url: page, invoice_pdf: pdf } = invoice;
    return page && pdf ? { page, pdf } : null;
  },
});

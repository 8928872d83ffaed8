import { Money } from '@gatefold/ui/money';
import { Table } from '@gatefold/ui/table';
import { useVoice } from '../../words/speaking.tsx';
import type { Voice } from '../../words/voice.ts';

export type Charge = {
  readonly id: string;
  /** Whose charge it is; not said where there is no account to come from. */
  readonly subscription?: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly refunded: { readonly amount: string; readonly currency: string };
  readonly status: string;
  readonly dueAt: string;
  readonly paidAt: string | null;
  readonly period: { readonly from: string; readonly until: string };
};

export function Receipts({ charges }: { readonly charges: readonly Charge[] }) {
  const voice = useVoice();
  const { say, day, span, locale } = voice;
  return (
    <section className="card" aria-labelledby="receipts-title">
      <h2 id="receipts-title">{say('receipts.title')}</h2>
      <Table
        caption={say('receipts.caption')}
        rows={charges}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'day',
            head: say('receipts.day'),
            cell: ({ paidAt, dueAt, period }) => (
              <>
                {day(paidAt ?? dueAt)}{' '}
                <span className="meta for">{say('receipts.for', { span: span(period) })}</span>
              </>
            ),
          },
          { key: 'state', head: say('receipts.state'), cell: (charge) => stateOf(charge, voice) },
          {
            key: 'amount',
            head: say('receipts.amount'),
            figures: true,
            cell: ({ amount }) => <Money {...amount} locale={locale} />,
          },
          ...(charges.some(({ subscription }) => subscription !== undefined)
            ? [
                {
                  key: 'invoice',
                  head: say('receipts.invoice'),
                  cell: (charge: Charge) => invoiceOf(charge, voice),
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}

/** Where there is one: of what was paid. */
function invoiceOf({ id, subscription, status, paidAt, dueAt }: Charge, { say, day }: Voice) {
  if (subscription === undefined || status !== 'paid') return null;
  const href = `/account/receipt?${new URLSearchParams({ subscription, charge: id })}`;
  return (
    <a href={href} aria-label={say('receipts.pdf-of', { day: day(paidAt ?? dueAt) })}>
      {say('receipts.pdf')}
    </a>
  );
}

function stateOf({ status, amount, refunded }: Charge, { say }: Voice): string {
  if (status === 'failed') return say('receipts.failed');
  if (refunded.amount === '0') return say('receipts.paid');
  return say(refunded.amount === amount.amount ? 'receipts.refunded' : 'receipts.part-refunded');
}

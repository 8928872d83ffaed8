import type { Money } from '@gatefold/kernel';
import type { WantedCall } from '../../domain/change.ts';
import type { Saving } from './saving.ts';
import type { Queries } from './subscription-rows.ts';

type Wanted = {
  readonly call: WantedCall;
  /** Whose it is; a gift has no subscription. */
  readonly of: { readonly id: string | null; readonly stripeCustomerId: string };
  readonly saving: Saving;
};

/**
 * Writes down what Stripe must be told. A second want under the same key is the same want.
 *
 * A refund reserves its money in the same moment.
 */
export async function saveCall(tx: Queries, { call, of, saving }: Wanted): Promise<void> {
  const { rowCount } = await tx.query(
    `INSERT INTO stripe_call (id, key, kind, customer_id, subscription_id, params, state, requested_at, next_try_at,
       traceparent)
     VALUES ($1, $2, $3, $4, $5, $6, 'wanted', $7, $7, $8) ON CONFLICT (key) DO NOTHING`,
    [
      saving.newId(),
      call.key,
      call.kind,
      of.stripeCustomerId,
      of.id,
      toJson(call),
      saving.machineNow,
      saving.traceparent,
    ],
  );
  if (rowCount === 1 && call.kind === 'refund')
    await tx.query(
      `INSERT INTO refund (id, charge_id, amount, currency, status, reason, requested_at)
       SELECT $1, id, $2, $3, 'wanted', $4, $5 FROM charge WHERE stripe_charge_id = $6
       ON CONFLICT (id) DO NOTHING`,
      [call.refundId, call.amount.amount, call.amount.currency, call.reason, saving.now, call.stripeChargeId],
    );
}

const toJson = (call: WantedCall): string =>
  JSON.stringify(call, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

/** Reads back what `saveCall` has written; amounts were kept as text. */
export function fromJson(params: unknown): WantedCall {
  const call = params as WantedCall;
  switch (call.kind) {
    case 'refund':
    case 'credit-customer':
      return { ...call, amount: inBig(call.amount) };
    case 'steer':
    case 'set-reduction':
      return { ...call, reduction: inBig(call.reduction) };
    default:
      return call;
  }
}

const inBig = (kept: Money): Money => ({ ...kept, amount: BigInt(kept.amount) });

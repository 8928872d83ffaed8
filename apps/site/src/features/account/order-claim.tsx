import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { useVoice } from '../../words/speaking.tsx';
import type { PlainKey } from '../../words/voice.ts';

/** Who is not signed in names a subscription by these two, which only its buyer knows together. */
export type OrderClaim = { readonly email: string; readonly orderNumber: string };

type Props = {
  readonly action: '/cancel' | '/withdraw';
  readonly claim: OrderClaim;
  /** What was wrong with the last try. */
  readonly says: PlainKey | null;
  /** Where the order number is found. */
  readonly hint: PlainKey;
};

export function OrderClaimForm({ action, claim, says, hint }: Props) {
  const { say } = useVoice();
  return (
    <form method="post" action={action} className="order" noValidate>
      {says !== null && <Notice tone="bad" title={say(says)} />}
      <TextField
        name="email"
        type="email"
        autoComplete="email"
        required
        label={say('order.email')}
        hint={say('claim.email-hint')}
        defaultValue={claim.email}
      />
      <TextField
        name="orderNumber"
        required
        label={say('held.order-number')}
        hint={say(hint)}
        defaultValue={claim.orderNumber}
      />
      <Button>{say('claim.go-on')}</Button>
    </form>
  );
}

/** Carries the claim into the step that confirms it. */
export const ClaimedOrder = ({ email, orderNumber }: OrderClaim) => (
  <>
    <input type="hidden" name="email" value={email} />
    <input type="hidden" name="orderNumber" value={orderNumber} />
  </>
);

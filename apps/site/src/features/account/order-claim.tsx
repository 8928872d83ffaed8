import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';

/** Who is not signed in names a subscription by these two, which only its buyer knows together. */
export type OrderClaim = { readonly email: string; readonly orderNumber: string };

type Props = {
  readonly action: '/cancel' | '/withdraw';
  readonly claim: OrderClaim;
  /** What was wrong with the last try. */
  readonly says: string | null;
  /** Where the order number is found. */
  readonly hint: string;
};

export function OrderClaimForm({ action, claim, says, hint }: Props) {
  return (
    <form method="post" action={action} className="order" noValidate>
      {says !== null && <Notice tone="bad" title={says} />}
      <TextField
        name="email"
        type="email"
        autoComplete="email"
        required
        label="E-mail address"
        hint="The one with which you bought."
        defaultValue={claim.email}
      />
      <TextField
        name="orderNumber"
        required
        label="Order number"
        hint={hint}
        defaultValue={claim.orderNumber}
      />
      <Button>Go on</Button>
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

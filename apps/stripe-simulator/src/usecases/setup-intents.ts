import { asksOwner, refuseCard } from '../domain/cards.ts';
import { redirectTo } from '../domain/payment.ts';
import { refuse } from '../domain/refusals.ts';
import type { SetupIntent } from '../domain/setup-intent.ts';
import { attach, methodNamed, testCardOf } from './payment-methods.ts';
import type { Unit } from './ports.ts';

type Confirming = { readonly payment_method?: string | undefined; readonly returnUrl: string | null };

/** Saves the card for later, after asking its owner where the bank wants that. */
export function confirmSetup(
  unit: Unit,
  intent: SetupIntent,
  { payment_method, returnUrl }: Confirming,
): SetupIntent {
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw refuse(
      'intent_unexpected_state',
      `You cannot confirm this SetupIntent because it has a status of ${intent.status}.`,
    );
  const name = payment_method ?? intent.payment_method;
  if (name === null)
    throw refuse(
      'parameter_missing',
      'You cannot confirm this SetupIntent because it is missing a payment method.',
      {
        param: 'payment_method',
      },
    );
  const method = methodNamed(unit, [name, 'payment_method']);
  if (!asksOwner(testCardOf(method))) return finishSetup(unit, { ...intent, payment_method: method.id });
  const waiting = {
    ...intent,
    next_action: redirectTo(`${unit.pageUrl}/auth/${intent.id}`, returnUrl),
    payment_method: method.id,
    status: 'requires_action',
  } as const;
  unit.save(waiting, 'setup_intent.requires_action');
  return waiting;
}

/** What the owner answered when the bank asked. */
export function answerSetup(unit: Unit, intent: SetupIntent, agrees: boolean): SetupIntent {
  if (intent.status !== 'requires_action')
    throw refuse('intent_unexpected_state', 'There is no authentication to answer.');
  if (agrees) return finishSetup(unit, intent);
  const refused = {
    ...intent,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  } as const;
  unit.save(refused, 'setup_intent.setup_failed');
  return refused;
}

function finishSetup(unit: Unit, intent: SetupIntent): SetupIntent {
  const method = methodNamed(unit, [intent.payment_method ?? '', 'payment_method']);
  const { onAttach } = testCardOf(method);
  if (onAttach !== null) throw refuseCard(onAttach);
  const attached = intent.customer === null ? method : attach(unit, method, intent.customer);
  unit.save({ ...attached, sim: { ...attached.sim, isSetUp: intent.usage === 'off_session' } });
  const done = { ...intent, next_action: null, status: 'succeeded' } as const;
  unit.save(done, 'setup_intent.succeeded');
  if (intent.customer !== null) useOnSubscription(unit, { ...done, customer: intent.customer }, method.id);
  return done;
}

/** A subscription in trial that waited for a card has one now. */
function useOnSubscription(unit: Unit, intent: SetupIntent & { customer: string }, method: string): void {
  const waiting = unit
    .list('subscription', { customer: intent.customer })
    .find(({ pending_setup_intent }) => pending_setup_intent === intent.id);
  if (waiting === undefined) return;
  const saves = waiting.payment_settings.save_default_payment_method === 'on_subscription';
  const card = saves ? method : waiting.default_payment_method;
  unit.save(
    { ...waiting, default_payment_method: card, pending_setup_intent: null },
    'customer.subscription.updated',
  );
}

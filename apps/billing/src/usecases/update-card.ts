import type { NewId } from '@gatefold/kernel';
import { isGiven } from '../domain/import-path.ts';
import { languageIn } from '../domain/offer-words.ts';
import { refuse } from '../domain/refusals.ts';
import { hasEnded } from '../domain/subscription.ts';
import { checkIsOf, type Asker } from './ownership.ts';
import type { Checkouts, Subscriptions } from './ports.ts';
import type { StripeWrites } from './stripe-ports.ts';

type Deps = {
  subscriptions: Pick<Subscriptions, 'find'>;
  checkouts: Pick<Checkouts, 'claimCard' | 'opened'>;
  stripe: Pick<StripeWrites, 'openCard'>;
  newId: NewId;
};

export type UpdateCard = {
  id: string;
  asker: Asker;
  returnTo: string;
  /** At whose site it is asked for; where it was bought, where nobody says. */
  title?: string | undefined;
  locale?: string | undefined;
};

/** Opens the hosted page for a new card. What comes of it is folded like everything else. */
export const updateCard =
  ({ subscriptions, checkouts, stripe, newId }: Deps) =>
  async (command: UpdateCard): Promise<{ url: string }> => {
    const subscription = await subscriptions.find(command.id);
    if (subscription === null) throw refuse('subscription-not-found');
    checkIsOf(subscription, command.asker);
    if (hasEnded(subscription)) throw refuse('subscription-ended', { endReason: subscription.endReason });
    if (isGiven(subscription)) throw refuse('nothing-renews');

    const checkout = await checkouts.claimCard({ id: newId(), subscription, returnTo: command.returnTo });
    const session = await stripe.openCard({
      checkoutId: checkout.id,
      customerId: subscription.stripeCustomerId,
      title: command.title ?? subscription.publication,
      language: languageIn(command.locale ?? null),
    });
    await checkouts.opened(checkout.id, session);
    return { url: session.url };
  };

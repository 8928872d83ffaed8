import type { BusinessClock } from '@gatefold/kernel';
import type { Choice, Newsletter } from '../domain/newsletter.ts';
import { refuse } from '../domain/refusals.ts';
import type { Access, Choices } from './newsletter-ports.ts';
import type { Log, Readers } from './ports.ts';

export type ReadersNewsletter = {
  readonly newsletter: Newsletter;
  /** Null for one that was never asked for. */
  readonly choice: Choice | null;
  /** Null while nobody can say. */
  readonly included: boolean | null;
};

type Deps = {
  readonly newsletters: readonly Newsletter[];
  readonly choices: Choices<never>;
  readonly access: Access;
  readonly readers: Pick<Readers, 'contact'>;
  readonly businessClock: BusinessClock;
  readonly log: Log;
};

/** All newsletters as they are for one reader. Of use also while entitlement is away: then it leaves one thing open. */
export const readersNewsletters =
  ({ newsletters, choices, access, log }: Deps) =>
  async (readerId: string): Promise<readonly ReadersNewsletter[]> => {
    const chosen = await choices.of(readerId);
    return Promise.all(
      newsletters.map(async (newsletter) => ({
        newsletter,
        choice: chosen.find((one) => one.newsletter === newsletter.key) ?? null,
        included: await included(access, readerId, newsletter).catch((error: unknown) => {
          log.warn({ err: error, readerId }, 'nobody says whether a reader may have a newsletter');
          return null;
        }),
      })),
    );
  };

/**
 * Has a newsletter come, or not any more. Ending one asks nobody, so that it always works; asking for one needs a
 * confirmed address and a subscription that holds it.
 */
export const chooseNewsletter =
  ({ newsletters, choices, access, readers, businessClock }: Deps) =>
  async (readerId: string, key: string, chosen: boolean): Promise<void> => {
    if (!chosen) return choices.end({ readerId, newsletter: key }, 'reader', businessClock.now());
    const newsletter = newsletters.find((one) => one.key === key);
    if (newsletter === undefined) throw refuse('newsletter-not-found');
    const contact = await readers.contact(readerId);
    if (contact?.verified !== true) throw refuse('newsletter-address-unconfirmed');
    if (!(await included(access, readerId, newsletter))) throw refuse('newsletter-not-included');
    await choices.choose({ readerId, newsletter: key }, businessClock.now());
  };

/** Whether a reader may have it now. */
export const included = async (
  access: Access,
  readerId: string,
  { feature, publication }: Newsletter,
): Promise<boolean> => feature === null || access.mayHave(readerId, { feature, publication });

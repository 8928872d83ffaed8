import type { MachineClock } from '@gatefold/kernel';
import { endOfLinksFrom, isGood, type Purpose } from '../domain/mailed-action.ts';
import { refuse } from '../domain/refusals.ts';
import type { AppUrls, LinkHolder, MailedActions, Readers, ReaderTokens } from './ports.ts';

type Deps = {
  readers: Pick<Readers, 'contact' | 'linkHolder'>;
  mailedActions: MailedActions;
  tokens: ReaderTokens;
  clock: MachineClock;
  appUrls: AppUrls;
};

type Asked = {
  readerId: string;
  subject: string;
  purposes: readonly Purpose[];
  title?: string | undefined;
};

/** For a mail to this reader: one link for each purpose. No address is in any of them. */
export const createMailedLinks =
  ({ readers, mailedActions, clock, appUrls }: Deps) =>
  async ({ readerId, subject, purposes, title }: Asked): Promise<Partial<Record<Purpose, string>>> => {
    if ((await readers.contact(readerId)) === null) throw refuse('reader-not-found');
    const expiresAt = endOfLinksFrom(clock.now());
    const base = appUrls.site(title).replace(/\/$/, '');
    return Object.fromEntries(
      purposes.map((purpose) => {
        const token = mailedActions.sign({ purpose, readerId, subject, expiresAt });
        return [purpose, `${base}/by-mail/${purpose}?token=${token}`];
      }),
    );
  };

type Opened = LinkHolder & {
  readonly purpose: Purpose;
  readonly subject: string;
  readonly token: string;
  readonly tokenExpiresAt: Date;
};

/**
 * What a link is good for, as long as it is. It uses nothing up: what it does may be done twice without
 * harm, and mail scanners open links.
 */
export const openMailedLink =
  ({ readers, mailedActions, tokens, clock }: Deps) =>
  async (link: { token: string }): Promise<Opened> => {
    const action = mailedActions.read(link.token);
    if (action === null) throw refuse('action-link-invalid');
    const holder = await readers.linkHolder(action.readerId);
    if (holder === null || !isGood(action, { now: clock.now(), validFrom: holder.validFrom }))
      throw refuse('action-link-invalid');
    const { purpose, subject } = action;
    const { readerId, email, validFrom } = holder;
    const { token, expiresAt } = await tokens.issueFor({ readerId, purpose, subject });
    return { readerId, email, validFrom, purpose, subject, token, tokenExpiresAt: expiresAt };
  };

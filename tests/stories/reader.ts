import { createBrowser, type Browser, type Page } from './browser.ts';
import { linkIn } from './inbox.ts';
import type { Play } from './play.ts';

export const testCards = {
  good: '4242 4242 4242 4242',
  /** Attaches, and fails at every later charge. */
  failsLater: '4000 0000 0000 0341',
  declined: '4000 0000 0000 0002',
} as const;

/** What is typed on a hosted page: a card that is good for some more years, whatever time the stories have come to. */
export async function cardTyped(play: Play, cardNumber: string, billingName = 'A Reader') {
  const year = (await play.clock.now()).getUTCFullYear() + 4;
  return { cardNumber, cardExpiry: `12 / ${String(year).slice(-2)}`, cardCvc: '123', billingName };
}

/** What a reader sees of an article: the words of its text, and whether the wall is there. */
export type Seen = { readonly page: Page; readonly words: string; readonly hasWall: boolean };

/**
 * A person with a browser and a mailbox, who buys, reads, cancels and changes the card by the
 * pages that everyone uses. `site` is the paper at which they do it.
 */
export function createReader(play: Play, email: string, site: string = play.stack.urls.site) {
  const browser = createBrowser();
  let id: string | null = null;

  const read = async (slug: string): Promise<Seen> => seen(await browser.visit(`${site}/articles/${slug}`));

  return {
    email,
    browser,
    /** Known once the reader has bought. */
    id(): string {
      if (id === null) throw new Error(`${email} has not bought anything yet`);
      return id;
    },
    read,

    /** From the wall under an article through the hosted page, back to the article. */
    async buy(slug: string, card: string = testCards.good, plan = ''): Promise<Seen> {
      const offer = await followOffer(browser, await browser.visit(`${site}/articles/${slug}`), plan);
      const hosted = await browser.submit(offer, { email, consent: 'on' });
      const paid = await browser.submit(hosted, { email, ...(await cardTyped(play, card)) });
      id = await play.readerIdOf(email);
      return seen(paid);
    },

    /** Signed in, with the first offer on the page of offers. */
    async subscribe(card: string = testCards.good): Promise<Page> {
      const hosted = await browser.submit(await browser.visit(`${site}/offer`), { consent: 'on' });
      return browser.submit(hosted, { email, ...(await cardTyped(play, card)) });
    },

    /** With the link in the confirmation mail: verifies the address and signs in, in any browser. */
    async signInByMail(kind = 'purchase-confirmed', into: Browser = browser): Promise<Page> {
      const mail = await play.inbox.waitFor(email, kind);
      const asks = await into.visit(linkIn(mail, `${site}/sign-in/confirm`));
      return into.submit(asks, {}, '/sign-in/confirm');
    },

    /** With a link that the reader asks for. */
    async signIn(into: Browser = browser): Promise<Page> {
      const form = await into.visit(`${site}/sign-in`);
      await into.submit(form, { email });
      return this.signInByMail('sign-in-link', into);
    },

    ...accountActs(play, browser, site),
  };
}

/** What a signed-in reader does on the pages of the account. */
const accountActs = (play: Play, browser: Browser, site: string) => ({
  account: (): Promise<Page> => browser.visit(`${site}/account`),

  /** Two screens: what will happen, and done. */
  async cancel(): Promise<Page> {
    return browser.submit(await browser.visit(`${site}/account/cancel`), {}, '/account/cancel');
  },

  async undoCancel(): Promise<Page> {
    return browser.submit(await browser.visit(`${site}/account`), {}, '/account/undo-cancel');
  },

  /** To another plan: what it comes to, and done. */
  async changePlan(offer: string): Promise<Page> {
    const quoted = await browser.visit(`${site}/account/plan?offer=${offer}`);
    return browser.submit(quoted, {}, '/account/plan');
  },

  /** For four weeks, as the form proposes. */
  async pause(): Promise<Page> {
    return browser.submit(await browser.visit(`${site}/account/pause`), {}, '/account/pause');
  },

  async resume(): Promise<Page> {
    return browser.submit(await browser.visit(`${site}/account`), {}, '/account/resume');
  },

  /** What is offered after the cancellation is done. */
  async stay(): Promise<Page> {
    return browser.submit(await browser.visit(`${site}/account/cancel/done`), {}, '/account/stay');
  },

  /** With the offer for those who left: from the account through the hosted page. */
  async comeBack(card: string = testCards.good): Promise<Page> {
    const offer = await browser.visit(`${site}/account/return`);
    const hosted = await browser.submit(offer, { consent: 'on' }, '/account/return');
    return browser.submit(hosted, await cardTyped(play, card));
  },

  async changeCard(card: string): Promise<Page> {
    const hosted = await browser.submit(await browser.visit(`${site}/account`), {}, '/account/card');
    return browser.submit(hosted, await cardTyped(play, card));
  },
});

export type Reader = ReturnType<typeof createReader>;

/** To the first offer that is shown, or to that of one plan. */
async function followOffer(browser: Browser, article: Page, plan: string): Promise<Page> {
  const start = plan === '' ? '/offer' : `/offer?plan=${plan}&`;
  const link = article.document.querySelectorAll('a').find((a) => a.getAttribute('href')?.startsWith(start));
  if (link === undefined) throw new Error(`${article.url} (${article.status}) shows no offer`);
  return browser.visit(new URL(link.getAttribute('href') ?? '', article.url).href);
}

function seen(page: Page): Seen {
  const text = page.document.querySelector('[data-article-text]')?.textContent ?? '';
  return {
    page,
    words: text.replaceAll(/\s+/g, ' ').trim(),
    hasWall: page.document.querySelector('.wall') !== null,
  };
}

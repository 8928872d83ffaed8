import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aNotice, READER, SITE } from '../../test/builders.ts';
import { ADDRESS, startMail, type Mail } from '../../test/harness.ts';

let mail: Mail;
beforeEach(async () => void (mail = await startMail()));
afterEach(() => mail.close());

const OTHER = '0199a1b2-0000-7000-8000-000000000002';
const ISSUE = '0199a1b2-0000-7000-8000-0000000000d1';
const edition = {
  subject: 'The quays, and who decides',
  preview: 'Three pieces for tonight.',
  stories: [{ title: 'The harbour', says: 'Dredging stalls.', path: '/articles/harbour-dredging-stalls' }],
};
const inGerman = { ...edition, subject: 'Die Kais, und wer entscheidet' };

const choose = (newsletter: string, chosen = true, readerId = READER) =>
  mail.asReader({ readerId }, 'put', `/v1/readers/${readerId}/newsletters/${newsletter}`, { chosen });
const send = (newsletter: string, { id = ISSUE, editions = { en: edition, de: inGerman } as object } = {}) =>
  mail.post('/v1/newsletter-issues', 'cli', { id, newsletter, editions });
const progress = async (id = ISSUE) =>
  (await mail.get(`/v1/newsletter-issues/${id}`, 'cli')).body as {
    spreadAt: string | null;
    mails: Record<string, number>;
  };
type Listed = {
  key: string;
  chosen: boolean;
  included: boolean | null;
  endedBy: string | null;
  name: string;
};
const listed = async (query = '') =>
  (
    (await mail.asReader({ readerId: READER }, 'get', `/v1/readers/${READER}/newsletters${query}`)).body as {
      data: Listed[];
    }
  ).data;
const sent = async (newsletter = 'weekend', options: Parameters<typeof send>[1] = {}) => {
  await send(newsletter, options);
  await mail.service.rounds.round();
};
const leaveTokenIn = (mailed: { headers: Map<string, unknown> } | undefined): string => {
  const list = mailed?.headers.get('list') as { unsubscribe: { url: string } };
  return new URL(list.unsubscribe.url).searchParams.get('token') ?? '';
};

describe('the choice', () => {
  test('begins empty: nobody gets what they did not ask for', async () => {
    expect((await listed()).map(({ key, chosen }) => [key, chosen])).toEqual([
      ['daily-update', false],
      ['weekend', false],
      ['harbour-letter', false],
    ]);
    await sent();
    expect(mail.smtp.caught).toEqual([]);
  });

  test('is kept, is the same twice, and ends', async () => {
    await choose('weekend');
    await choose('weekend');
    expect((await listed()).find(({ key }) => key === 'weekend')).toMatchObject({
      chosen: true,
      endedBy: null,
    });

    await choose('weekend', false);
    await choose('weekend', false);
    expect((await listed()).find(({ key }) => key === 'weekend')).toMatchObject({
      chosen: false,
      endedBy: 'reader',
    });
  });

  test('is told in the language of whoever asks', async () => {
    expect((await listed('?locale=de-AT'))[1]?.name).toBe('Das Wochenende');
  });

  test('of what a subscription must hold needs one that holds it; ending it needs nothing', async () => {
    await choose('daily-update');
    mail.entitlement.grants = false;

    const refused = await choose('daily-update', true, OTHER);
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([
      403,
      'newsletter-not-included',
    ]);
    expect(await listed()).toMatchObject([{ key: 'daily-update', chosen: true, included: false }, {}, {}]);
    mail.entitlement.isAway = true;
    mail.identity.isAway = true;
    expect((await choose('daily-update', false)).status).toBe(200);
    expect(await listed()).toMatchObject([{ chosen: false, included: null }, {}, {}]);
  });

  test('is for a confirmed address only', async () => {
    mail.identity.isVerified = false;
    expect(((await choose('weekend')).body as { code: string }).code).toBe('newsletter-address-unconfirmed');
    mail.identity.isVerified = true;
    const path = `/v1/readers/${READER}/newsletters/weekend`;
    const provisional = { readerId: READER, typ: 'provisional' } as const;
    expect((await mail.asReader(provisional, 'put', path, { chosen: true })).status).toBe(403);
    expect((await listed())[1]).toMatchObject({ chosen: false });
  });

  test('is nobody else’s, staff and services included', async () => {
    const path = `/v1/readers/${READER}/newsletters/weekend`;
    const admin = { readerId: OTHER, role: 'admin' };
    const answers = [
      await mail.asReader({ readerId: OTHER }, 'put', path, { chosen: true }),
      await mail.asReader(admin, 'put', path, { chosen: true }),
      await mail.get(`/v1/readers/${READER}/newsletters`, 'site'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect((await choose('no-such')).status).toBe(404);
  });
});

describe('an issue', () => {
  beforeEach(() => choose('weekend'));

  test('goes to whoever asked for it, once, with the two headers of RFC 8058', async () => {
    await choose('harbour-letter', true, OTHER);
    await sent();
    await sent();

    expect(mail.smtp.caught).toMatchObject([{ kind: 'newsletter', to: ADDRESS }]);
    const [{ mail: parsed } = { mail: null }] = mail.smtp.caught;
    expect(parsed?.subject).toBe(edition.subject);
    expect(parsed?.text).toContain(`${SITE}/articles/harbour-dredging-stalls`);
    expect(parsed?.text).toContain(`${SITE}/newsletters/leave?token=`);
    const raw = parsed?.headerLines.map(({ line }) => line.replaceAll(/\r?\n\s+/g, ' ')) ?? [];
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(raw.find((line) => line.startsWith('List-Unsubscribe:'))).toMatch(
      /^List-Unsubscribe: <https:\/\/meridian\.example\/newsletters\/leave\?token=[^<>\s]+>$/,
    );
    expect(await progress()).toMatchObject({ mails: { due: 0, sent: 1, failed: 0, uncertain: 0 } });
  });

  test('is in the reader’s language, or in the one that there is', async () => {
    mail.identity.locale = 'de-DE';
    await sent();
    await sent('weekend', { id: '0199a1b2-0000-7000-8000-0000000000d2', editions: { en: edition } });

    expect(mail.smtp.caught.map(({ mail: { subject } }) => subject)).toEqual([
      inGerman.subject,
      edition.subject,
    ]);
    expect(mail.smtp.caught[0]?.mail.text).toContain('Das Wochenende beenden');
    expect(mail.smtp.caught[1]?.mail.text).toContain('End The Weekend');
  });

  test('is not sent to one who left after it was written down', async () => {
    await mail.smtp.stop();
    await sent();
    expect(await progress()).toMatchObject({ mails: { due: 1 } });
    await choose('weekend', false);
    await mail.smtp.startAgain();
    await mail.retryNow();

    expect(mail.smtp.caught).toEqual([]);
    expect(await progress()).toMatchObject({ mails: { due: 0, failed: 1 } });
  });

  test('for subscribers is not sent to one whose subscription is over; the choice stays for when it comes back', async () => {
    await choose('daily-update');
    mail.entitlement.grants = false;
    await sent('daily-update');
    expect(mail.smtp.caught).toEqual([]);

    mail.entitlement.grants = true;
    await sent('daily-update', { id: '0199a1b2-0000-7000-8000-0000000000d2' });
    expect(mail.smtp.kinds()).toEqual(['newsletter']);
  });

  test('waits while nobody can say who may have it', async () => {
    await choose('daily-update');
    mail.entitlement.isAway = true;
    await sent('daily-update');
    expect(await progress()).toMatchObject({ mails: { due: 1 } });

    mail.entitlement.isAway = false;
    await mail.retryNow();
    expect(mail.smtp.kinds()).toEqual(['newsletter']);
  });

  test('comes from editors and the tool of those who run it, and from nobody else', async () => {
    const body = { id: ISSUE, newsletter: 'weekend', editions: { en: edition } };
    const as = (role: string) =>
      mail.asReader({ readerId: OTHER, role }, 'post', '/v1/newsletter-issues', body);
    expect((await mail.post('/v1/newsletter-issues', 'site', body)).status).toBe(403);
    expect((await as('reader')).status).toBe(403);
    expect((await as('finance')).status).toBe(403);
    expect((await as('editor')).status).toBe(202);
  });

  test('is what it was: another text under its id is refused, and one that leads elsewhere', async () => {
    await send('weekend');
    expect((await send('weekend')).status).toBe(202);
    expect((await send('weekend', { editions: { en: inGerman } })).status).toBe(409);
    const away = { ...edition, stories: [{ ...edition.stories[0], path: '//evil.example' }] };
    expect((await send('weekend', { editions: { en: away } })).status).toBe(400);
    expect((await send('no-such', { id: OTHER })).status).toBe(404);
  });

  test('holds no letter up: a sign-in link that was asked for later leaves before all of its mails', async () => {
    for (const n of [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21])
      await choose('weekend', true, `0199a1b2-0000-7000-8000-0000000002${n}`);
    await mail.smtp.stop();
    await sent();
    await mail.post('/v1/sign-in-mails', 'identity', {
      id: OTHER,
      email: 'ben@meridian.example',
      url: `${SITE}/sign-in/confirm?token=a.b`,
      expiresAt: new Date(Date.now() + 600_000).toISOString(),
    });
    await mail.smtp.startAgain();
    await mail.retryNow();

    expect(mail.smtp.kinds()).toEqual(['sign-in-link', ...Array(13).fill('newsletter')]);
  });
});

describe('the link in an issue', () => {
  const post = (path: string, token: string) => mail.post(path, 'site', { token });

  test('ends this newsletter without a sign-in, twice the same, and looking at it ends nothing', async () => {
    await choose('weekend');
    await choose('harbour-letter');
    await sent();
    const token = leaveTokenIn(mail.smtp.caught[0]?.mail);

    const looked = await post('/v1/newsletter-links', token);
    expect(looked.body).toEqual({ key: 'weekend', name: 'The Weekend', chosen: true });
    expect((await listed())[1]).toMatchObject({ chosen: true });

    expect((await post('/v1/newsletter-links/end', token)).status).toBe(200);
    expect((await post('/v1/newsletter-links/end', token)).status).toBe(200);
    expect(await listed()).toMatchObject([{}, { chosen: false, endedBy: 'mailed-link' }, { chosen: true }]);
  });

  test('names nobody to whoever sees it, and none that is forged ends anything', async () => {
    await choose('weekend');
    await sent();
    const token = leaveTokenIn(mail.smtp.caught[0]?.mail);
    const forged = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA');

    expect(Buffer.from(token.split('.').at(-1) ?? '', 'base64url').toString()).not.toContain(READER);
    for (const bad of [forged, 'v1.a.b.c', READER])
      expect((await post('/v1/newsletter-links/end', bad)).status).toBe(410);
    expect((await listed())[1]).toMatchObject({ chosen: true });
  });
});

describe('an address', () => {
  const issueId = (n: number) => `0199a1b2-0000-7000-8000-0000000000e${n}`;

  test('whose mail server refuses three issues in a row gets no fourth, and may ask for it again', async () => {
    await choose('weekend');
    mail.smtp.seen.manners = 'refuses';
    for (const n of [1, 2, 3]) await sent('weekend', { id: issueId(n) });
    expect((await listed())[1]).toMatchObject({ chosen: false, endedBy: 'refused' });
    mail.smtp.seen.manners = 'takes';
    await sent('weekend', { id: issueId(4) });
    expect(mail.smtp.caught).toEqual([]);

    await choose('weekend');
    await sent('weekend', { id: issueId(5) });
    expect(mail.smtp.kinds()).toEqual(['newsletter']);
  });

  test('that took one between is not given up', async () => {
    await choose('weekend');
    for (const [n, manners] of [
      [1, 'refuses'],
      [2, 'refuses'],
      [3, 'takes'],
      [4, 'refuses'],
      [5, 'refuses'],
    ] as const) {
      mail.smtp.seen.manners = manners;
      await sent('weekend', { id: issueId(n) });
    }
    expect((await listed())[1]).toMatchObject({ chosen: true });
  });
});

test('ending every newsletter ends no letter: what is owed to a contract is told all the same', async () => {
  for (const newsletter of ['daily-update', 'weekend', 'harbour-letter']) {
    await choose(newsletter);
    await choose(newsletter, false);
  }
  await mail.announce(aNotice({ kind: 'step-up-notice' }));
  await mail.tick('2026-03-01T12:00:00.000Z');

  expect(mail.smtp.kinds()).toEqual(['step-up-notice']);
});

test('whoever deletes the account is forgotten, and gets no issue any more', async () => {
  await choose('weekend');
  await mail.erase(READER);
  await expect.poll(async () => (await mail.sql.query('SELECT FROM newsletter_choice')).rowCount).toBe(0);

  await sent();
  expect(mail.smtp.caught).toEqual([]);
});

describe('the rate', () => {
  test('holds: as many as it allows are written down, the rest later, each once', async () => {
    await mail.close();
    mail = await startMail({ NEWSLETTERS_PER_SECOND: '2' });
    const readers = [1, 2, 3, 4, 5].map((n) => `0199a1b2-0000-7000-8000-00000000010${n}`);
    for (const readerId of readers) await choose('weekend', true, readerId);

    await sent();
    expect(mail.smtp.caught).toHaveLength(2);
    expect(await progress()).toMatchObject({ spreadAt: null });
    await expect
      .poll(
        async () => {
          await mail.service.rounds.round();
          return (await progress()).mails;
        },
        { timeout: 10_000, interval: 300 },
      )
      .toMatchObject({ sent: 5 });
    expect(new Set((await mail.rows()).map(({ readerId }) => readerId)).size).toBe(5);
  });

  test('writes nothing more down behind a server that is away', async () => {
    await mail.close();
    mail = await startMail({ NEWSLETTERS_PER_SECOND: '1' });
    for (const readerId of [READER, OTHER]) await choose('weekend', true, readerId);
    await mail.smtp.stop();
    await sent();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await mail.service.rounds.round();

    expect(await mail.rows()).toHaveLength(1);
  });
});

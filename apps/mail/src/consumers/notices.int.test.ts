import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ADDRESS, startMail, type Mail } from '../../test/harness.ts';
import { aNotice, allFacts, READER, SIGNAL, SITE } from '../../test/builders.ts';

const id = (n: number): string => `0199a1b2-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;
const NOON = '2026-03-01T12:00:00.000Z';

let mail: Mail;
beforeEach(async () => void (mail = await startMail()));
afterEach(() => mail.close());

describe('a notice', () => {
  test('is one mail, though it is said three times and asked for by many ticks', async () => {
    await mail.announce(aNotice(), aNotice(), aNotice());
    await mail.tick(NOON);
    await mail.announce(aNotice());
    await mail.tick(NOON);

    expect(mail.smtp.kinds()).toEqual(['receipt']);
    expect(await mail.rows()).toMatchObject([{ status: 'sent', attempts: 1 }]);
  });

  test('is written by the title that it was bought from, and leads back there', async () => {
    await mail.announce(aNotice({ publication: 'signal', kind: 'purchase-confirmed' }));
    await mail.tick(NOON);

    const [caught] = mail.smtp.caught;
    expect(caught?.mail.from?.text).toBe('"The Signal" <mail@meridian.example>');
    expect(caught?.mail.html).toContain(`${SIGNAL}/account`);
    expect(new Set(mail.identity.titles)).toEqual(new Set(['signal']));
  });

  test('with the same cause is one mail, also under another id', async () => {
    await mail.announce(aNotice({ noticeId: id(1) }), aNotice({ noticeId: id(2) }));
    await mail.tick(NOON);

    expect(mail.smtp.caught).toHaveLength(1);
  });

  test('is not sent before it is due, and at the instant when it is', async () => {
    await mail.announce(aNotice());

    const before = await mail.tick('2026-03-01T11:59:59.999Z');
    expect(mail.smtp.caught).toHaveLength(0);
    expect(before.nextDueAt).toBe(NOON);

    const then = await mail.tick(NOON);
    expect(mail.smtp.caught).toHaveLength(1);
    expect(then.nextDueAt).toBeNull();
  });

  test('has been sent when the tick of its instant is answered', async () => {
    const many = Array.from({ length: 25 }, (_, n) =>
      aNotice({ noticeId: id(n + 10), causeKey: `cause/${n}` }),
    );
    await mail.announce(...many);

    await mail.tick(NOON);

    expect(mail.smtp.caught).toHaveLength(25);
  });

  test('goes to the reader’s own address, with its kind, its own message id, the date of business, and a text twin', async () => {
    await mail.announce(aNotice());
    await mail.tick(NOON);

    const [caught] = mail.smtp.caught;
    expect(caught).toMatchObject({
      kind: 'receipt',
      to: ADDRESS,
      messageId: `<${aNotice().noticeId}@meridian.example>`,
    });
    expect(caught?.mail.date?.toISOString()).toBe(NOON);
    expect(caught?.mail.subject).toBe('Receipt from The Meridian');
    expect(caught?.mail.text).toContain('M-2026-000123');
    expect(caught?.mail.html).toContain('M-2026-000123');
    expect(caught?.mail.from?.text).toBe('"The Meridian" <mail@meridian.example>');
  });

  test('of a purchase holds a link that verifies the address, signs in, and leads back to the article', async () => {
    await mail.announce(aNotice({ kind: 'purchase-confirmed', causeKey: 'purchase/1' }));
    await mail.tick(NOON);

    expect(mail.smtp.caught[0]?.mail.text).toContain(`${SITE}/sign-in/confirm?token=t1`);
    expect(mail.smtp.caught[0]?.mail.html).toContain(`${SITE}/sign-in/confirm?token=t1`);
    expect(mail.identity.returnTos).toEqual([allFacts.returnTo]);
  });

  test('of any other kind asks for no link', async () => {
    await mail.announce(aNotice());
    await mail.tick(NOON);

    expect(mail.identity.returnTos).toEqual([]);
  });

  test('comes before a later one to the same reader', async () => {
    const later = aNotice({ noticeId: id(1), causeKey: 'later', kind: 'receipt', dueAt: NOON });
    const sooner = aNotice({
      noticeId: id(2),
      causeKey: 'sooner',
      kind: 'purchase-confirmed',
      dueAt: '2026-03-01T11:00:00Z',
    });
    await mail.announce(later, sooner);
    await mail.tick('2026-03-01T10:00:00.000Z');
    await mail.tick(NOON);

    expect(mail.smtp.kinds()).toEqual(['purchase-confirmed', 'receipt']);
  });

  test('that billing wrote wrongly is put aside and holds nobody up', async () => {
    await mail.announce(
      { ...aNotice({ causeKey: 'broken' }), kind: 'no-such-kind' as 'receipt' },
      aNotice({ noticeId: id(5), readerId: id(6), causeKey: 'good' }),
    );
    await mail.tick(NOON);

    const { body } = await mail.get('/v1/parked-events', 'dev');
    expect(mail.smtp.caught).toHaveLength(1);
    expect((body as { data: object[] }).data).toMatchObject([{ topic: 'billing.notice.v1', key: READER }]);
  });
});

describe('when identity', () => {
  test('does not answer, the mail waits and is sent later', async () => {
    mail.identity.isAway = true;
    await mail.announce(aNotice());
    await mail.tick(NOON);
    expect(await mail.rows()).toMatchObject([{ status: 'due', reason: 'the letter could not be written' }]);

    mail.identity.isAway = false;
    await mail.retryNow();

    expect(mail.smtp.caught).toHaveLength(1);
  });

  test('knows no such reader, nothing is sent, and it is said why', async () => {
    mail.identity.knowsReader = false;
    await mail.announce(aNotice());
    await mail.tick(NOON);

    expect(await mail.rows()).toMatchObject([
      { status: 'failed', reason: 'there is nobody to tell, or nothing' },
    ]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ADDRESS, startMail, type Mail } from '../../test/harness.ts';
import { aNotice } from '../../test/builders.ts';

const NOON = '2026-03-01T12:00:00.000Z';

let mail: Mail;
beforeEach(async () => void (mail = await startMail()));
afterEach(() => mail.close());

describe('a mail server', () => {
  beforeEach(() => mail.announce(aNotice()));

  test('that is down loses nothing: the mail stays due, waits longer each time, and is sent once it is up', async () => {
    await mail.smtp.stop();
    await mail.tick(NOON);
    expect(await mail.rows()).toMatchObject([{ status: 'due', reason: 'the mail server answered nothing' }]);

    await mail.retryNow();
    expect(await mail.rows()).toMatchObject([{ status: 'due', attempts: 2 }]);
    const { rows } = await mail.sql.query<{ wait: number }>(
      `SELECT extract(epoch FROM next_try_at - now())::float AS wait FROM message`,
    );
    expect(rows[0]?.wait).toBeGreaterThan(1);

    await mail.smtp.startAgain();
    await mail.retryNow();
    expect(mail.smtp.kinds()).toEqual(['receipt']);
    expect(await mail.rows()).toMatchObject([{ status: 'sent', reason: null }]);
  });

  test('that asks to come back later is asked again', async () => {
    mail.smtp.seen.manners = 'defers';
    await mail.tick(NOON);
    expect(await mail.rows()).toMatchObject([{ status: 'due', reason: 'the mail server answered 451' }]);

    mail.smtp.seen.manners = 'takes';
    await mail.retryNow();

    expect(mail.smtp.caught).toHaveLength(1);
  });

  test('that refuses the address is not asked again', async () => {
    mail.smtp.seen.manners = 'refuses';
    await mail.tick(NOON);
    mail.smtp.seen.manners = 'takes';
    await mail.retryNow();

    expect(mail.smtp.caught).toHaveLength(0);
    expect(await mail.rows()).toMatchObject([{ status: 'failed', reason: 'the mail server answered 550' }]);
  });

  test('that wants a password fails no mail: all wait until somebody mends it', async () => {
    mail.smtp.seen.manners = 'locked';
    await mail.tick(NOON);

    expect(await mail.rows()).toMatchObject([{ status: 'due' }]);
  });

  test('that hangs up after it had the text leaves the mail uncertain, and it is not sent again', async () => {
    mail.smtp.seen.manners = 'hangs-up';
    await mail.tick(NOON);
    mail.smtp.seen.manners = 'takes';
    await mail.retryNow();

    expect(mail.smtp.seen.texts).toBe(1);
    expect(await mail.rows()).toMatchObject([{ status: 'uncertain' }]);
  });
});

describe('a process that dies', () => {
  beforeEach(async () => {
    await mail.tick(NOON);
    await mail.put(aNotice());
  });

  const wholeLifeLater = () => mail.sql.query(`UPDATE message SET next_try_at = now() - interval '1 second'`);

  test('between handing a mail over and writing that down leaves it uncertain: shown, and never sent again', async () => {
    const [message] = await mail.world.messages.claim(1);
    if (message === undefined) throw new Error('nothing was due');
    await mail.world.messages.begin(message, ADDRESS);
    await mail.world.post.handOver({
      messageId: message.id,
      title: mail.world.titleNamed('meridian'),
      kind: 'receipt',
      to: ADDRESS,
      locale: 'en-US',
      date: new Date(NOON),
      letter: { subject: 's', preview: 'p', heading: 'h', parts: [] },
    });

    await wholeLifeLater();
    await mail.service.rounds.round();
    await mail.service.rounds.round();

    expect(mail.smtp.caught).toHaveLength(1);
    const { body } = await mail.get(`/v1/messages?readerId=${aNotice().readerId}`, 'finance');
    expect((body as { data: object[] }).data).toMatchObject([{ status: 'uncertain', sentAt: null }]);
  });

  test('before the handover leaves the mail due for the next', async () => {
    await mail.world.messages.claim(1);
    await mail.service.rounds.round();
    expect(mail.smtp.caught).toHaveLength(0);

    await wholeLifeLater();
    await mail.service.rounds.round();

    expect(mail.smtp.caught).toHaveLength(1);
  });

  test('and comes back too late cannot send what another process has taken over', async () => {
    const [late] = await mail.world.messages.claim(1);
    await wholeLifeLater();
    await mail.world.messages.claim(1);

    expect(late && (await mail.world.messages.begin(late, ADDRESS))).toBe(false);
  });
});

test('two processes at once send each mail once', async () => {
  const many = Array.from({ length: 30 }, (_, n) =>
    aNotice({
      noticeId: `0199a1b2-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`,
      readerId: `0199a1b2-0000-7000-8000-0000000002${String(n).padStart(2, '0')}`,
      causeKey: `many/${n}`,
    }),
  );
  await mail.tick(NOON);
  for (const notice of many) await mail.put(notice);
  const other = mail.anotherProcess();

  await Promise.all([mail.service.rounds.round(), other.rounds.round()]);

  const ids = mail.smtp.caught.map(({ messageId }) => messageId);
  expect(ids).toHaveLength(30);
  expect(new Set(ids).size).toBe(30);
});

test('no address is written to the log, whatever goes wrong', async () => {
  mail.smtp.seen.manners = 'refuses';
  await mail.announce(aNotice());
  await mail.tick(NOON);
  await mail.smtp.stop();
  await mail.announce(aNotice({ noticeId: '0199a1b2-0000-7000-8000-0000000000aa', causeKey: 'other' }));
  await mail.tick(NOON);

  expect(mail.log.length).toBeGreaterThan(0);
  expect(mail.log.join('')).not.toMatch(/ada@/i);
  expect(JSON.stringify(await mail.rows())).not.toMatch(/ada@/i);
});

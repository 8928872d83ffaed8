import { describe, expect, test } from 'vitest';
import { messageNamed } from './delivery-report.ts';
import { readReturned } from './returned-mail.ts';

const ours = '0199a1b2-0000-7000-8000-00000000000a@meridian.example';

/** As a mail server writes it, folded lines and all. */
const returned = ({ type = 'delivery-status', action = 'failed', status = '5.1.1', id = ours } = {}) =>
  [
    'From: MAILER-DAEMON@mx.example.org',
    'Message-ID: <20261127.4711@mx.example.org>',
    'Content-Type: multipart/report;',
    ` report-type=${type}; boundary="b"`,
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Final-Recipient: rfc822; ada@example.org',
    `Action: ${action}`,
    `Status: ${status}`,
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    'Subject: Your receipt',
    'Message-ID:',
    ` <${id}>`,
    '--b--',
  ].join('\r\n');

const complaint = (type: string): string =>
  [
    'Content-Type: multipart/report; report-type="feedback-report"; boundary=b',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${type}`,
    '--b',
    'Content-Type: message/rfc822',
    '',
    `Message-ID: <${ours}>`,
    '--b--',
  ].join('\n');

describe('a mail that came back', () => {
  test.each([
    { what: 'an unknown address', mail: returned(), outcome: 'bounced' },
    { what: 'a server that is full for now', mail: returned({ status: '4.2.2' }), outcome: 'delayed' },
    {
      what: 'one that is still tried',
      mail: returned({ action: 'delayed', status: '4.0.0' }),
      outcome: 'delayed',
    },
    { what: 'a complaint', mail: complaint('abuse'), outcome: 'complained' },
  ])('says of $what: $outcome', ({ mail, outcome }) => {
    expect(readReturned(mail)).toEqual({ messageId: ours, outcome });
  });

  test.each([
    { what: 'of a mail that is none of ours', mail: returned({ id: 'CAF=1@elsewhere.example' }) },
    { what: 'that somebody has read it', mail: returned({ type: 'disposition-notification' }) },
    { what: 'that something was no spam', mail: complaint('not-spam') },
    { what: 'in somebody’s own words', mail: `In-Reply-To: <${ours}>\nMessage-ID: <${ours}>\n\nThanks!` },
  ])('says nothing $what', ({ mail }) => {
    expect(readReturned(mail)).toBeNull();
  });
});

test.each([`<${ours}>`, ours, ours.split('@')[0]!, ` <${ours.toUpperCase()}>`])(
  'a message is known by %s',
  (messageId) => {
    expect(messageNamed(messageId)).toBe(ours.split('@')[0]);
  },
);

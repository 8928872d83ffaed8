import { noticeKinds } from '@gatefold/events';
import { expect, test } from 'vitest';
import { aContext } from '../../test/builders.ts';
import { linksIn } from './mailed-links.ts';
import { asText } from './letter.ts';
import { noticeLetter } from './letters/notices.ts';

const by = (purpose: string) => `https://meridian.example/by-mail/${purpose}?token=t`;
const links = Object.fromEntries(
  ['card', 'cancel', 'undo', 'resume', 'receipt', 'withdraw'].map((purpose) => [purpose, by(purpose)]),
);

test.each(noticeKinds.filter((kind) => linksIn(kind).length > 0))(
  '%s has each link that was made for it, and no other',
  (kind) => {
    const text = asText(noticeLetter(kind, aContext({ links })), 'The Meridian');
    const found = Object.keys(links).filter((purpose) => text.includes(by(purpose)));

    expect(found.toSorted()).toEqual([...linksIn(kind)].toSorted());
  },
);

test('every letter after which money is taken has a link that cancels', () => {
  for (const kind of [
    'purchase-confirmed',
    'receipt',
    'conversion-reminder',
    'step-up-notice',
    'renewal-reminder',
    'card-expiring',
    'price-change',
  ] as const)
    expect(linksIn(kind)).toContain('cancel');
});

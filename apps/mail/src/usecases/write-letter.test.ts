import { noticeKinds } from '@gatefold/events';
import { fakeMachineClock } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { aGift, aNotice, READER, SIGNAL, SITE } from '../../test/builders.ts';
import { asText } from '../domain/letter.ts';
import type { AccountMatter, Matter } from '../domain/message.ts';
import { kindOf } from '../domain/message.ts';
import type { Addressed, Title } from './ports.ts';
import { writeLetter } from './write-letter.ts';

const titles: Record<string, Title> = {
  meridian: { key: 'meridian', name: 'The Meridian', url: SITE },
  signal: { key: 'signal', name: 'The Signal', url: SIGNAL },
};

/** Identity's and billing's answers, of which each is about the title that was asked for. */
const writing = (locale: string) =>
  writeLetter({
    readers: {
      contact: async () => ({ email: 'ada@example.org', verified: true, locale, zone: 'Europe/Berlin' }),
      signInUrl: async (_, { title }) => `${titles[title]?.url}/sign-in/confirm?token=a.b`,
      links: async (_, { purposes, title }) =>
        Object.fromEntries(purposes.map((one) => [one, `${titles[title]?.url}/by-mail/${one}?token=t`])),
    },
    gifts: { card: async () => ({ ...aGift, name: 'A year of reading' }) },
    titleNamed: (key) => titles[key ?? ''] ?? titles['meridian']!,
    locale,
    machineClock: fakeMachineClock(),
    newsletters: [
      {
        ...{ key: 'bench-notes', publication: 'signal', feature: null },
        ...{ name: { en: 'Bench Notes', de: 'Messprotokoll' }, about: { en: '-', de: '-' } },
        rhythm: { en: '-', de: '-' },
      },
    ],
    issues: {
      of: async (id) => ({
        ...{ id, newsletter: 'bench-notes' },
        editions: { en: anEdition, de: anEdition },
      }),
    },
    choices: { comes: async () => true },
    access: { mayHave: async () => true },
    deliveries: { undeliverableSince: async () => null },
    leaveLinks: { urlFor: (_, siteUrl) => `${siteUrl}/newsletters/leave?token=t` },
  });

const anEdition = {
  subject: 'Today',
  preview: 'Today',
  stories: [{ title: 'One', says: 'It is.', path: '/articles/one' }],
};

const ofAccount: Readonly<Record<AccountMatter, true>> = {
  ...{ 'email-change-old': true, 'email-change-new': true, 'email-changed': true },
  ...{ erasure: true, erased: true, 'passkey-added': true },
  ...{ 'second-factor-added': true, 'second-factor-reset': true, 'backup-code-used': true },
};
const mailed = { email: 'ben@example.org', expiresAt: '2100-01-01T00:00:00Z', title: 'signal' };
const seat = { group: 'The Yard', title: 'signal' };

const aboutAccount = (about: string): Matter => ({
  kind: 'account',
  about: about as AccountMatter,
  url: `${SIGNAL}/account`,
  ...mailed,
});
const notice = (kind: (typeof noticeKinds)[number]): Matter => ({
  kind: 'notice',
  notice: aNotice({ kind, publication: 'signal' }),
});

/** One of each kind, as it is when it is about the second title. */
const matters: readonly Matter[] = [
  ...noticeKinds.map(notice),
  { kind: 'sign-in', url: `${SIGNAL}/sign-in/confirm?token=a.b`, ...mailed },
  ...Object.keys(ofAccount).map(aboutAccount),
  { kind: 'seat-invitation', email: 'kim@example.org', invitation: 'a.b.c', ...seat },
  { kind: 'seat-taken', readerId: READER, ...seat },
  { kind: 'newsletter', readerId: READER, issueId: '0199a1b2-0000-7000-8000-0000000000d1' },
];

const wordsOf = ({ letter, title }: Addressed): string =>
  [letter.subject, letter.preview, asText(letter, title.name)].join('\n');

describe.each(['en-US', 'de-AT'])('every letter, in %s', (locale) => {
  test.each(matters.map((matter) => ({ kind: kindOf(matter), matter })))(
    '$kind: speaks for the title that it is about, and leads there',
    async ({ matter }) => {
      const told = localised(matter, locale);
      const written = await writing(locale)(told);

      expect(written).toMatchObject({ title: titles['signal'], locale });
      const words = written === null ? '' : wordsOf(written);
      expect(words).toContain('The Signal');
      expect(words).not.toMatch(/meridian/i);
      for (const url of words.match(/https?:\S+/g) ?? []) expect(url).toContain(SIGNAL);
    },
  );
});

/** What is written to somebody of whom identity need not know carries its language. */
const localised = (matter: Matter, locale: string): Matter =>
  matter.kind === 'sign-in' || matter.kind === 'account' ? { ...matter, locale } : matter;

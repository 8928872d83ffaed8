import type { Say } from '@gatefold/words';
import { button, link, paragraph, small, type Letter } from '../letter.ts';
import type { SeatMatter } from '../message.ts';
import { labels } from './labels.ts';

type About = { readonly publication: string; readonly siteUrl: string; readonly say: Say };
type Of<Kind extends SeatMatter['kind']> = Extract<SeatMatter, { kind: Kind }>;

/** Opens a page that names the group and asks; only there the seat is taken. */
export function seatInvitation(
  { group, invitation }: Of<'seat-invitation'>,
  { publication, siteUrl, say }: About,
): Letter {
  const who = group === '' ? say({ en: 'Somebody', de: 'Jemand' }) : group;
  return {
    subject: say(
      {
        en: '{who} has a seat for you at {publication}',
        de: '{who} hat einen Platz für Sie: {publication}',
      },
      { who, publication },
    ),
    preview: say({
      en: 'You read with it, and pay nothing. The link is good for two weeks.',
      de: 'Sie lesen mit ihm und bezahlen nichts. Der Link gilt zwei Wochen.',
    }),
    heading: say({ en: 'A seat is kept for you', de: 'Ein Platz ist für Sie frei gehalten' }),
    parts: [
      paragraph(
        say(
          {
            en: '{who} pays for a subscription to {publication} and has kept a seat in it for you.',
            de: '{who} bezahlt ein Abo von {publication} und hat einen Platz darin für Sie frei gehalten.',
          },
          { who, publication },
        ),
      ),
      paragraph(
        say({
          en: 'You read everything that it opens, under your own account. You pay nothing and give no card.',
          de: 'Sie lesen mit Ihrem eigenen Konto alles, was dazugehört. Sie bezahlen nichts und geben keine Karte an.',
        }),
      ),
      button(
        say({ en: 'Take the seat', de: 'Den Platz annehmen' }),
        `${siteUrl}/seats/accept?${new URLSearchParams({ invitation })}`,
      ),
      small(
        say({
          en: 'The link is good once, for two weeks. If you do not want the seat, do nothing.',
          de: 'Der Link gilt einmal, zwei Wochen lang. Wenn Sie den Platz nicht möchten, tun Sie nichts.',
        }),
      ),
    ],
  };
}

export function seatTaken({ group }: Of<'seat-taken'>, { publication, siteUrl, say }: About): Letter {
  const where = group === '' ? say({ en: 'your group', de: 'Ihrer Gruppe' }) : group;
  return {
    subject: say(
      { en: 'A seat in {where} was taken', de: 'Ein Platz wurde angenommen, in {where}' },
      { where },
    ),
    preview: say(
      {
        en: 'One more reads {publication} by your subscription.',
        de: 'Mit Ihrem Abo wird {publication} von einer Person mehr gelesen.',
      },
      { publication },
    ),
    heading: say({ en: 'A seat was taken', de: 'Ein Platz wurde angenommen' }),
    parts: [
      paragraph(
        say(
          {
            en: 'Somebody whom you invited, or whose address you let in, has taken a seat in {where}.',
            de: 'Jemand, den Sie eingeladen haben oder dessen Adresse Sie zulassen, hat einen Platz in {where} angenommen.',
          },
          { where },
        ),
      ),
      button(
        say({ en: 'See who has a seat', de: 'Ansehen, wer einen Platz hat' }),
        `${siteUrl}/account/seats`,
      ),
      link(say(labels.account), `${siteUrl}/account`),
    ],
  };
}

import { button, link, paragraph, small, type Letter } from '../letter.ts';
import type { SeatMatter } from '../message.ts';

type About = { readonly publication: string; readonly siteUrl: string };
type Of<Kind extends SeatMatter['kind']> = Extract<SeatMatter, { kind: Kind }>;

/** Opens a page that names the group and asks; only there the seat is taken. */
export function seatInvitation(
  { group, invitation }: Of<'seat-invitation'>,
  { publication, siteUrl }: About,
): Letter {
  const who = group === '' ? 'Somebody' : group;
  return {
    subject: `${who} has a seat for you at ${publication}`,
    preview: 'You read with it, and pay nothing. The link is good for two weeks.',
    heading: 'A seat is kept for you',
    parts: [
      paragraph(`${who} pays for a subscription to ${publication} and has kept a seat in it for you.`),
      paragraph(
        'You read everything that it opens, under your own account. You pay nothing and give no card.',
      ),
      button('Take the seat', `${siteUrl}/seats/accept?${new URLSearchParams({ invitation })}`),
      small('The link is good once, for two weeks. If you do not want the seat, do nothing.'),
    ],
  };
}

export function seatTaken({ group }: Of<'seat-taken'>, { publication, siteUrl }: About): Letter {
  const where = group === '' ? 'your group' : group;
  return {
    subject: `A seat in ${where} was taken`,
    preview: `One more reads ${publication} by your subscription.`,
    heading: 'A seat was taken',
    parts: [
      paragraph(`Somebody whom you invited, or whose address you let in, has taken a seat in ${where}.`),
      button('See who has a seat', `${siteUrl}/account/seats`),
      link('Your account', `${siteUrl}/account`),
    ],
  };
}

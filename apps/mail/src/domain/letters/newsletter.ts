import type { Say } from '@gatefold/words';
import type { Edition } from '../issue.ts';
import { link, paragraph, small, type Letter } from '../letter.ts';

type Context = {
  /** The newsletter's name. */
  readonly name: string;
  readonly publication: string;
  readonly siteUrl: string;
  /** Ends this newsletter for this reader, without a sign-in. */
  readonly leaveUrl: string;
  readonly say: Say;
};

/** An issue as one reader gets it. Why it came and how to end it stand in each. */
export const newsletterLetter = (edition: Edition, context: Context): Letter => ({
  subject: edition.subject,
  preview: edition.preview,
  heading: context.name,
  parts: [
    ...(edition.opening === undefined ? [] : [paragraph(edition.opening)]),
    ...edition.stories.flatMap(({ title, says, path }) => [
      link(title, `${context.siteUrl}${path}`),
      paragraph(says),
    ]),
    ...ending(context),
  ],
});

const ending = ({ name, publication, siteUrl, leaveUrl, say }: Context) => [
  small(
    say(
      {
        en: 'You get this because you asked {publication} for {name}.',
        de: 'Sie bekommen dies, weil Sie {name} von {publication} haben wollten.',
      },
      { name, publication },
    ),
  ),
  link(say({ en: 'End {name}', de: '{name} beenden' }, { name }), leaveUrl),
  link(say({ en: 'All your newsletters', de: 'Alle Ihre Newsletter' }), `${siteUrl}/account/newsletters`),
];

import type { PdfLine } from './pdf-text.ts';

/** What other services know of a reader's use. Null where a service could not be asked just now. */
export type Use = {
  /** The newest first; in machine time. */
  readonly signIns: readonly { readonly at: Date; readonly device: string | null }[] | null;
  readonly reads: {
    /** False where the reader has switched the history off: then there is none. */
    readonly keeps: boolean;
    /** One for each article and day, the newest first. */
    readonly data: readonly {
      readonly at: Date;
      readonly title: string;
      readonly section: string;
      readonly slug: string;
    }[];
  } | null;
  /** What became of each mail, the newest first. */
  readonly mails:
    | readonly {
        readonly kind: string;
        readonly status: string;
        readonly dueAt: Date;
        readonly sentAt: Date | null;
      }[]
    | null;
};

/** How many entries of one kind a document for people holds; the JSON beside it has them all. */
const MOST_SHOWN = 150;

const AWAY = 'Could not be had when this was made. It can be made again.';

/** Mails, sign-ins and articles read, for people at a bank. */
export const useLines = ({ mails, signIns, reads }: Use): PdfLine[] => [
  ...heading('Mails to the reader'),
  ...listed(mails, ({ kind, status, dueAt, sentAt }) => {
    const name = kind.replaceAll('-', ' ');
    return sentAt === null
      ? `${second(dueAt)}  ${name}, ${status}`
      : `${second(sentAt)}  ${name}, taken by the mail server`;
  }),
  ...heading('Sign-ins'),
  ...listed(signIns, ({ at, device }) => `${second(at)}${device === null ? '' : `  ${device}`}`),
  ...heading('Articles read while signed in'),
  ...(reads?.keeps === false
    ? [{ text: 'The reader has switched the reading history off: nothing is kept.' }]
    : listed(reads?.data ?? null, ({ at, title, section }) => `${second(at)}  ${title} (${section})`)),
];

function listed<T>(items: readonly T[] | null, say: (item: T) => string): PdfLine[] {
  if (items === null) return [{ text: AWAY }];
  if (items.length === 0) return [{ text: 'None on record.' }];
  const more = items.length - MOST_SHOWN;
  return [
    ...(more > 0 ? [{ text: `${items.length} on record, the newest ${MOST_SHOWN} of them:` }] : []),
    ...items.slice(0, MOST_SHOWN).map((item) => ({ text: say(item) })),
  ];
}

export const second = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

export const heading = (text: string): PdfLine[] => [{ text: '' }, { text, isHeading: true }];

import { phraseBook } from '@gatefold/words';
import { account } from './book/account.ts';
import { byMail } from './book/by-mail.ts';
import { frame } from './book/frame.ts';
import { gift } from './book/gift.ts';
import { group } from './book/group.ts';
import { history } from './book/history.ts';
import { identity } from './book/identity.ts';
import { leaving } from './book/leaving.ts';
import { newsletters } from './book/newsletters.ts';
import { offer } from './book/offer.ts';
import { passkeys } from './book/passkeys.ts';
import { problems } from './book/problems.ts';
import { reading } from './book/reading.ts';
import { saved } from './book/saved.ts';
import { wall } from './book/wall.ts';

/** Every sentence of the site, in each language. A page has no words of its own. */
export const phrases = {
  ...account,
  ...byMail,
  ...frame,
  ...gift,
  ...group,
  ...history,
  ...identity,
  ...leaving,
  ...newsletters,
  ...offer,
  ...passkeys,
  ...problems,
  ...reading,
  ...saved,
  ...wall,
} as const;

export const book = phraseBook(phrases);

import type { BusinessClock, MachineClock } from '@gatefold/kernel';
import type { Article } from '../domain/article.ts';
import { bodyOf, type Body } from '../domain/body.ts';
import type { PictureSpec } from '../domain/picture.ts';
import { refuse } from '../domain/refusals.ts';
import type { Pass } from '../domain/pass.ts';
import type { AccessAnswer, ArticleStore, Gate, OpenAlls, Passes, ReadPlace } from './ports.ts';

export type ReadArticle = {
  readonly slug: string;
  /** In which paper it is looked for; null for any. */
  readonly publication: string | null;
  readonly reader: string | null;
  /** A revision of billing that the answer must know of, for one who has just paid. */
  readonly atLeast: string | null;
  readonly giftLink: string | null;
  readonly meter: string | null;
  /** From where is read, as the site has signed it. */
  readonly place: string | null;
  /** What was signed for the reader before; it also says who they are while nobody else can. */
  readonly pass: string | null;
};

export type Reading = {
  readonly article: Article;
  readonly access: AccessAnswer;
  /** For the browser to keep for times when nobody can be asked; null where it has one, or nothing may be signed. */
  readonly pass: string | null;
  readonly body: Body;
  readonly lead: PictureSpec | null;
  /** Of the gallery, as far as the body shows it. */
  readonly pictures: readonly PictureSpec[];
};

type Deps = {
  articles: ArticleStore;
  gate: Gate;
  passes: Passes;
  readPlace: ReadPlace;
  openAlls: Pick<OpenAlls, 'isOpen'>;
  clock: BusinessClock;
  machineClock: MachineClock;
};

/** An article as this reader may see it now. Refuses with `article-not-found`. */
export const readArticle =
  ({ articles, clock, ...deps }: Deps) =>
  async ({ slug, publication, pass: token, place, ...asked }: ReadArticle): Promise<Reading> => {
    const article = await articles.find(slug, clock.now());
    if (article === null || !isOf(article, publication)) throw refuse('article-not-found');

    const known = token === null ? null : deps.passes.read(token);
    const address = place === null ? null : await deps.readPlace(place);
    const question = { ...asked, address, reader: readerOf(asked, known), pass: known?.pass ?? null };
    const access = await accessTo(article, question, deps);
    const body = bodyOf(article, access);
    const names = [...body.pictures, ...(article.picture === null ? [] : [article.picture])];
    const specs = await articles.pictures(names);
    const named = (name: string): PictureSpec[] => specs.filter((spec) => spec.name === name);

    return {
      article,
      access,
      pass: passFor(access, known, deps.passes),
      body,
      lead: article.picture === null ? null : (named(article.picture)[0] ?? null),
      pictures: body.pictures.flatMap(named),
    };
  };

const isOf = (article: Article, publication: string | null): boolean =>
  publication === null || article.publication === publication;

/** A new one only where the browser's is old, or says another thing. */
function passFor({ toSign }: AccessAnswer, known: ReturnType<Passes['read']>, passes: Passes): string | null {
  if (toSign === undefined) return null;
  const isKept =
    known !== null && known.isYoung && known.pass.kind === 'grant' && known.pass.version === toSign.version;
  return isKept ? null : passes.issue(toSign);
}

/** Whose reading it is: the caller's, or the one's whom a pass names while nobody can say. */
const readerOf = (
  { reader }: Pick<ReadArticle, 'reader'>,
  known: ReturnType<Passes['read']>,
): string | null => reader ?? known?.pass.readerId ?? null;

type Question = Omit<ReadArticle, 'slug' | 'publication' | 'pass' | 'place'> & {
  readonly pass: Pass | null;
  readonly address: string | null;
};

/** What the gate says; and where that is a no about the reader, whether two people have opened the paper to everyone. */
async function accessTo(
  { id, publication, rule }: Article,
  { meter, ...question }: Question,
  { gate, openAlls, machineClock }: Omit<Deps, 'articles' | 'clock'>,
): Promise<AccessAnswer> {
  // Nobody is counted for what has no meter.
  const isCounted = rule.isMetered === true;
  const access = await gate.check({
    ...question,
    article: id,
    publication,
    rule,
    meter: isCounted ? meter : null,
  });
  if (access.granted || access.reason === 'closed' || access.reason === 'not-open-yet') return access;
  return (await openAlls.isOpen(machineClock.now())) ? { granted: true, reason: 'goodwill' } : access;
}

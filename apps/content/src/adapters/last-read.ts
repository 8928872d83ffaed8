import { HOUR, type MachineClock } from '@gatefold/kernel';
import type { ArticleStore } from '../usecases/ports.ts';

const BELIEVED_MS = 24 * HOUR;
/** Answers that are kept: the front pages and what is read most. */
const CAPACITY = 500;

type Options = { readonly clock: MachineClock; readonly onSilence: (error: unknown) => void };

/**
 * The articles as they were read last, for as long as the database does not answer: a day at the most.
 *
 * Only what was read by somebody here is known then. What is published later is not, and search finds nothing.
 */
export function lastRead(store: ArticleStore, { clock, onSilence }: Options): ArticleStore {
  const known = new Map<string, { readonly value: unknown; readonly at: number }>();

  const keep = (key: string, value: unknown): void => {
    known.delete(key);
    if (saysNothing(value)) return;
    known.set(key, { value, at: clock.now().getTime() });
    if (known.size > CAPACITY) for (const oldest of known.keys()) return void known.delete(oldest);
  };
  const recall = <T>(key: string, error: unknown): T => {
    const last = known.get(key);
    if (last === undefined || clock.now().getTime() - last.at >= BELIEVED_MS) throw error;
    onSilence(error);
    return last.value as T;
  };
  const through = <T>(what: readonly unknown[], asked: Promise<T>): Promise<T> => {
    const key = JSON.stringify(what);
    return asked.then(
      (value) => {
        keep(key, value);
        return value;
      },
      (error: unknown) => recall<T>(key, error),
    );
  };

  return {
    ...store,
    find: (slug, now) => through(['find', slug], store.find(slug, now)),
    list: (filter, page) => through(['list', filter, page.after, page.limit], store.list(filter, page)),
    newest: (filter, page) => through(['newest', filter, page.limit], store.newest(filter, page)),
    sections: (publication) => through(['sections', publication], store.sections(publication)),
    columns: (publication) => through(['columns', publication], store.columns(publication)),
    pictures: (names) => through(['pictures', names], store.pictures(names)),
    isOpenPicture: (name, now) => through(['isOpen', name], store.isOpenPicture(name, now)),
  };
}

/** Whoever asks for what is not there pushes nothing out. */
const saysNothing = (value: unknown): boolean =>
  value === null || value === false || (Array.isArray(value) && value.length === 0);

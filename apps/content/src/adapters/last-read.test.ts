import { at, HOUR, plus } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import { anArticle } from '../../test/builders.ts';
import type { ArticleStore } from '../usecases/ports.ts';
import { lastRead } from './last-read.ts';

const start = at('2026-03-01T12:00:00Z');
const article = anArticle();

/** A store over one article, which may be away. */
function aStore() {
  const state = { isAway: false, now: start, silences: 0 };
  const answer = async <T>(value: T): Promise<T> => {
    if (state.isAway) throw new Error('the database is away');
    return value;
  };
  const store = {
    find: (slug: string) => answer(slug === article.slug ? article : null),
    list: () => answer([article]),
    search: () => answer([]),
  } as unknown as ArticleStore;
  const clock = { kind: 'machine', now: () => state.now } as const;
  return { state, store: lastRead(store, { clock, onSilence: () => (state.silences += 1) }) };
}

test('an article that was read is there for a day while the database is not, and no longer', async () => {
  const { state, store } = aStore();
  await store.find(article.slug, start);
  state.isAway = true;

  expect(await store.find(article.slug, start)).toBe(article);
  state.now = plus(start, 24 * HOUR - 1);
  expect(await store.find(article.slug, state.now)).toBe(article);
  expect(state.silences).toBe(2);
  state.now = plus(start, 24 * HOUR);
  await expect(store.find(article.slug, state.now)).rejects.toThrow('away');
});

test('nothing is made up: what nobody had read is not there, and search is not answered', async () => {
  const { state, store } = aStore();
  await store.find('no-such-story', start);
  state.isAway = true;

  await expect(store.find(article.slug, start)).rejects.toThrow('away');
  await expect(store.find('no-such-story', start)).rejects.toThrow('away');
  await expect(store.search('tide', { now: start, limit: 5 })).rejects.toThrow('away');
});

test('what is not there pushes nothing out, however often it is asked for', async () => {
  const { state, store } = aStore();
  await store.find(article.slug, start);
  for (let n = 0; n < 2_000; n += 1) await store.find(`no-story-${n}`, start);
  state.isAway = true;

  expect(await store.find(article.slug, start)).toBe(article);
});

test('an answer of the database always counts', async () => {
  const { state, store } = aStore();
  await store.find(article.slug, start);
  expect(await store.find('no-such-story', start)).toBeNull();
  expect(state.silences).toBe(0);
});

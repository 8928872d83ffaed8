import { isId } from '@gatefold/kernel';
import { notFound, problemPage } from './features/problem/problem.ts';

/** The id in a page's address. What is none is a page that does not exist. */
export function idOf(params: Readonly<Record<string, string | undefined>>): string {
  const id = params['id'] ?? '';
  if (!isId(id)) throw problemPage(404, notFound);
  return id;
}

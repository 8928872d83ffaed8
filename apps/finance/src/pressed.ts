import { notFound, problemPage } from './features/problem/problem.ts';

/** What the button stands for that a form was sent with. One that there is not is a page that does not exist. */
export function pressed<T>(form: FormData, doings: Readonly<Record<string, T>>): T {
  const name = String(form.get('do'));
  const doing = Object.hasOwn(doings, name) ? doings[name] : undefined;
  if (doing === undefined) throw problemPage(404, notFound);
  return doing;
}

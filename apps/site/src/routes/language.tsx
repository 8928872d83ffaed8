import { home, ownPath } from '@gatefold/web-kit/own-path';
import { languageOf } from '@gatefold/words';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { keepHabits } from '../server/own-account.ts';
import { visitOf } from '../server/visit.ts';

export const loader = () => redirect('/', 303);

/** Speaks another language from now on, here and in letters, and stays on the page. */
export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
  const language = languageOf(String(form.get('language') ?? ''));
  if (language !== null) await keepHabits(visit, { language });
  return redirect(ownPath(form.get('returnTo')) ?? home, {
    status: 303,
    headers: language === null ? {} : { 'set-cookie': visit.chosenLanguage.keep(language) },
  });
}

export { default } from '../features/problem/never-shown.tsx';

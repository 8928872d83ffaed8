import { languageOf } from '@gatefold/words';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { visitOf } from '../server/visit.ts';
import { home, sitePath } from '../site-path.ts';

export const loader = () => redirect('/', 303);

/** Speaks another language from now on, and stays on the page. */
export async function action({ context, request }: ActionFunctionArgs) {
  const { chosenLanguage } = visitOf(context);
  const form = await request.formData();
  const language = languageOf(String(form.get('language') ?? ''));
  return redirect(sitePath(form.get('returnTo')) ?? home, {
    status: 303,
    headers: language === null ? {} : { 'set-cookie': chosenLanguage.keep(language) },
  });
}

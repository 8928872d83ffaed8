import type { OwnPath } from '@gatefold/web-kit/own-path';
import { languageOf } from '@gatefold/words';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { isZone } from '../features/account/zones.ts';
import { notFound, problemPage } from '../features/problem/problem.ts';
import { verified } from '../server/account.ts';
import { keepHabits } from '../server/own-account.ts';
import { visitOf } from '../server/visit.ts';

const settings = '/account/settings' as OwnPath;

export const loader = () => redirect(settings, 303);

/** The language and the zone of the account: of its pages, its letters and what is signed for it. */
export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  verified(visit, settings);
  const form = await request.formData();
  const language = languageOf(String(form.get('language') ?? ''));
  const zone = form.get('zone');
  if (language === null || !isZone(zone)) throw problemPage(404, notFound);
  await keepHabits(visit, { language, zone });
  return redirect(`${settings}?done=language-saved`, {
    status: 303,
    headers: { 'set-cookie': visit.chosenLanguage.keep(language) },
  });
}

export { default } from '../features/problem/never-shown.tsx';

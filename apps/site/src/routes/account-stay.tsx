import { billing } from '@gatefold/api';
import type { ActionFunctionArgs } from 'react-router';
import { notFound, problemPage } from '../features/problem/problem.ts';
import { toAccount } from '../server/account.ts';
import { doOnce } from '../server/course.ts';

export const loader = toAccount;

/** Takes the cancellation back for what was offered. */
export const action = (asked: ActionFunctionArgs) =>
  doOnce(asked, (visit, { id }, form) =>
    visit.asReader.billing.call(billing.takeSaveOffer, {
      params: { id },
      body: bodyFrom(form.get('amount')),
    }),
  );

function bodyFrom(text: unknown) {
  try {
    return billing.takeSaveOffer.body.parse({ amount: JSON.parse(String(text)) });
  } catch {
    throw problemPage(404, notFound);
  }
}

export { default } from '../features/problem/never-shown.tsx';

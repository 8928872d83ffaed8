import { ApiProblem } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect } from 'react-router';
import { chosen, throwAsPage, toAccount, verified, type Subscription } from './account.ts';
import { visitOf, type Visit } from './visit.ts';

/** The subscription that a page of the account is about. Whoever has none is led back to the account. */
export async function held(visit: Visit, here: OwnPath, id: unknown): Promise<Subscription> {
  const subscription = await chosen(visit, verified(visit, here), id);
  if (subscription === null) throw toAccount();
  return subscription;
}

/**
 * Does what a form of the account asks for, and shows the account as it is then, or the page to which it leads on.
 *
 * A refusal that the account explains by what it shows is no error page.
 */
export async function doOnce<T>(
  { context, request }: { context: Parameters<typeof visitOf>[0]; request: Request },
  act: (visit: Visit, subscription: Subscription, form: FormData) => Promise<T>,
  leadsOn: (done: T, form: FormData) => OwnPath | null = () => null,
) {
  const visit = visitOf(context);
  const form = await request.formData();
  const subscription = await held(visit, '/account' as OwnPath, form.get('subscription'));
  try {
    const done = await act(visit, subscription, form);
    return redirect(leadsOn(done, form) ?? '/account', 303);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 409) throwAsPage(error);
  }
  return redirect('/account', 303);
}

import { billing } from '@gatefold/api';
import { withQuery, type OwnPath } from '@gatefold/web-kit/own-path';
import type { ActionFunctionArgs } from 'react-router';
import { notFound, problemPage } from '../features/problem/problem.ts';
import { toAccount } from '../server/account.ts';
import { doOnce } from '../server/course.ts';

export const loader = toAccount;

/** Keeps why somebody has left, if they like to say. No choice is an answer too. */
export const action = (asked: ActionFunctionArgs) =>
  doOnce(
    asked,
    async (visit, { id }, form) => {
      const reason = form.get('reason');
      if (reason === null) return;
      const said = billing.sayWhyLeft.body.safeParse({ reason });
      if (!said.success) throw problemPage(404, notFound);
      await visit.asReader.billing.call(billing.sayWhyLeft, { params: { id }, body: said.data });
    },
    (_, form) =>
      withQuery(
        withQuery('/account/cancel/done' as OwnPath, 'subscription', String(form.get('subscription'))),
        'said',
        form.has('reason') ? 'yes' : 'no',
      ),
  );

export { default } from '../features/problem/never-shown.tsx';

import { billing } from '@gatefold/api';
import type { ActionFunctionArgs } from 'react-router';
import { toAccount } from '../server/account.ts';
import { doOnce } from '../server/course.ts';

export const loader = toAccount;

/** Takes back a plan that has not begun. */
export const action = (asked: ActionFunctionArgs) =>
  doOnce(asked, (visit, { id }) => visit.asReader.billing.call(billing.keepPlan, { params: { id } }));

export { default } from '../features/problem/never-shown.tsx';

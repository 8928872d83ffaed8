import { billing } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import { redirect } from 'react-router';
import type { z } from 'zod';
import { currentOf } from '../features/account/standing.ts';
import { accountUnavailable, asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { signInPath } from '../coming-back.ts';
import type { Session } from '@gatefold/web-kit';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import type { Visit } from './visit.ts';

export type Subscription = z.output<typeof billing.getSubscription.answer>;

const account = '/account' as OwnPath;

/** The reader who is signed in, provisional ones included; all others are led to the sign-in and back. */
export function signedIn({ session }: Visit, returnTo: OwnPath): Session {
  if (session.kind === 'reader') return session.session;
  if (session.kind === 'unknown') throw problemPage(503, accountUnavailable);
  throw redirect(signInPath(returnTo), 303);
}

/** As `signedIn`, with a verified address: only then may anyone see or change an account. */
export function verified(visit: Visit, returnTo: OwnPath): Session {
  const session = signedIn(visit, returnTo);
  // The account page says what is missing and how to get it.
  if (session.provisional) throw redirect(account, 303);
  return session;
}

/** A reader's subscriptions, newest first. */
export async function subscriptionsOf(
  { asReader }: Visit,
  { readerId }: Session,
): Promise<readonly Subscription[]> {
  const { data } = await asReader.billing
    .call(billing.readersSubscriptions, { params: { id: readerId } })
    .catch(throwAsPage);
  return data;
}

/**
 * The subscription that a form or link is about: the one it names if it is the reader's own, else
 * the current one. Null for a reader who has none.
 */
export async function chosen(visit: Visit, reader: Session, id: unknown): Promise<Subscription | null> {
  const all = await subscriptionsOf(visit, reader);
  if (typeof id !== 'string' || !isId(id)) return currentOf(all, visit.voice.paper.key);
  const named = all.find((one) => one.id === id);
  if (named === undefined) throw problemPage(404, notFound);
  return named;
}

export const throwAsPage = (error: unknown): never => {
  throw asPage(error, accountUnavailable);
};

/** Where a command goes when there is nothing for it to change. */
export const toAccount = () => redirect(account, 303);

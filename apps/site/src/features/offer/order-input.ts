import { isId } from '@gatefold/kernel';
import { home, ownPath, type OwnPath } from '@gatefold/web-kit/own-path';
import { z } from 'zod';
import type { OrderErrors } from './order.tsx';

export type Order = {
  /** Null for a reader who is signed in. */
  readonly email: string | null;
  readonly consentVersion: string;
  /** Another than the paper's own. */
  readonly offer?: string;
  /** How many, where seats are sold. */
  readonly seats?: number;
  /** A promotion code, as it was typed. */
  readonly code?: string;
  /** One form as it was shown: sent twice, it is one order. */
  readonly attempt: string;
  readonly returnTo: OwnPath;
};

type Typed = { readonly email: string; readonly attempt: string | null; readonly returnTo: OwnPath };

export type OrderInput =
  | { readonly complete: true; readonly value: Order; readonly typed: Typed }
  | { readonly complete: false; readonly errors: OrderErrors; readonly typed: Typed };

const Email = z.email().max(254);

/** What the order form sent. What is missing is named next to its field, and what was typed is kept. */
export function readOrder(form: FormData, { needsEmail }: { needsEmail: boolean }): OrderInput {
  const field = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const email = field('email').slice(0, 300);
  const attempt = isId(field('attempt')) ? field('attempt') : null;
  const typed = { email, attempt, returnTo: ownPath(field('returnTo')) ?? home };

  const errors = {
    ...(needsEmail && !Email.safeParse(email).success ? { email: 'order.bad-email' as const } : {}),
    ...(field('consent') === '' ? { consent: 'order.no-consent' as const } : {}),
    ...(attempt === null ? { form: 'order.incomplete' as const } : {}),
  };
  if (attempt === null || Object.keys(errors).length > 0) return { complete: false, errors, typed };
  const value = {
    ...codeOf(field('code')),
    email: needsEmail ? email : null,
    consentVersion: field('consentVersion').slice(0, 60),
    attempt,
    returnTo: typed.returnTo,
  };
  return { complete: true, value, typed };
}

const codeOf = (typed: string): { code?: string } => (typed === '' ? {} : { code: typed.slice(0, 40) });

/** What billing's no means for the form. Null for what the form cannot mend. */
export function refusalInWords(code: string): OrderErrors | null {
  switch (code) {
    case 'already-subscribed':
      return { form: 'order.already' };
    case 'consent-outdated':
      return { consent: 'order.outdated' };
    case 'promotion-not-valid':
      return { form: 'order.bad-code' };
    case 'offer-not-on-sale':
      return { form: 'order.not-on-sale' };
    case 'too-many-requests':
      return { form: 'order.too-many' };
    case 'invalid-input':
      return { email: 'order.odd-email' };
    default:
      return null;
  }
}

import { isId } from '@gatefold/kernel';
import { z } from 'zod';

export type TeamErrors = {
  readonly email?: string | undefined;
  readonly consent?: string | undefined;
  readonly form?: string | undefined;
};

export type TeamTyped = { readonly email: string; readonly attempt: string | null; readonly seats: number };

type Read =
  | {
      readonly complete: true;
      readonly typed: TeamTyped;
      readonly value: { readonly consentVersion: string; readonly offer: string; readonly attempt: string };
    }
  | { readonly complete: false; readonly typed: TeamTyped; readonly errors: TeamErrors };

const Email = z.email().max(254);

/** So many as are sold, whatever was typed. */
export function seatsIn(
  typed: unknown,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const seats = Number(typed);
  return Number.isInteger(seats) ? Math.min(most, Math.max(least, seats)) : least;
}

/** What the order form of a group sent. What is missing is named next to its field, and what was typed is kept. */
export function readTeam(form: FormData, { needsEmail }: { needsEmail: boolean }): Read {
  const field = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim().slice(0, 300) : '';
  };
  const attempt = isId(field('attempt')) ? field('attempt') : null;
  const typed = { email: field('email'), attempt, seats: Number(field('seats')) };
  const errors: TeamErrors = {
    ...(needsEmail && !Email.safeParse(typed.email).success
      ? { email: 'Please give an e-mail address, such as name@example.com.' }
      : {}),
    ...(field('consent') === '' ? { consent: 'Please confirm this before you go on.' } : {}),
    ...(attempt === null || !Number.isInteger(typed.seats)
      ? { form: 'The form was not complete. Please send it again.' }
      : {}),
  };
  if (attempt === null || Object.keys(errors).length > 0) return { complete: false, errors, typed };
  const value = {
    attempt,
    consentVersion: field('consentVersion').slice(0, 60),
    offer: field('offer').slice(0, 60),
  };
  return { complete: true, typed, value };
}

/** What billing's no means for the form; undefined for what the form cannot mend. */
export const teamRefusals: Readonly<Record<string, TeamErrors>> = {
  'already-subscribed': {
    form: 'You pay for a group already. Nothing was charged: add seats in your account.',
  },
  'consent-outdated': { consent: 'The terms have changed while this page was open. Please read them again.' },
  'offer-not-on-sale': { form: 'This offer is no longer on sale. Nothing was charged.' },
  'seats-out-of-range': { form: 'This is not sold with so many seats. Nothing was charged.' },
  'too-many-requests': { form: 'That were many tries in a short time. Please wait a few minutes.' },
  'invalid-input': { email: 'This address is not accepted. Please check it for a slip.' },
};

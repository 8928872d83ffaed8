import { isId } from '@gatefold/kernel';
import { z } from 'zod';
import type { PlainKey } from '../../words/voice.ts';

export type TeamErrors = {
  readonly email?: PlainKey | undefined;
  readonly consent?: PlainKey | undefined;
  readonly form?: PlainKey | undefined;
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
    ...(needsEmail && !Email.safeParse(typed.email).success ? { email: 'order.bad-email' } : {}),
    ...(field('consent') === '' ? { consent: 'order.no-consent' } : {}),
    ...(attempt === null || !Number.isInteger(typed.seats) ? { form: 'order.incomplete' } : {}),
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
  'already-subscribed': { form: 'team.already' },
  'consent-outdated': { consent: 'team.outdated' },
  'offer-not-on-sale': { form: 'order.not-on-sale' },
  'seats-out-of-range': { form: 'team.out-of-range' },
  'too-many-requests': { form: 'order.too-many' },
  'invalid-input': { email: 'order.odd-email' },
};

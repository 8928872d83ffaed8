import type { RefusalCode } from '../domain/refusals.ts';

/** A new refusal code does not compile until it has a status here. */
export const statusOf = {
  'article-not-found': 404,
  'feature-not-found': 404,
  'question-incomplete': 400,
  'not-yet-known': 409,
  'snapshot-not-ready': 503,
  'position-too-old': 410,
  'gift-needs-access': 403,
  'gift-links-used-up': 409,
  'gift-link-not-found': 404,
  'comp-not-found': 404,
  'comp-already-over': 400,
  'comp-too-long': 400,
  'group-not-found': 404,
  'group-already-over': 400,
  'group-opens-nobody': 400,
  'group-closed': 409,
  'group-full': 409,
  'group-is-sold': 409,
  'seat-held': 409,
  'invites-too-many': 429,
  'domain-not-yours': 403,
  'invitation-invalid': 403,
  'invitation-over': 410,
  'comp-key-required': 400,
} satisfies Record<RefusalCode, number>;

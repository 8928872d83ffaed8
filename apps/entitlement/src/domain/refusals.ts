import { Refusal, type Facts } from '@gatefold/kernel';

const sentences = {
  'article-not-found': 'There is no such article.',
  'feature-not-found': 'No bundle holds such a feature.',
  'question-incomplete': 'Name a feature or an article.',
  'not-yet-known': 'This write of billing has not arrived here yet. Ask again shortly.',
  'snapshot-not-ready': 'What readers have is still being gathered here. Ask again shortly.',
  'position-too-old': 'What has changed since then is not kept here. Take a snapshot first.',
  'gift-needs-access': 'Only what you may read yourself can be given away.',
  'gift-links-used-up': 'Ten articles in thirty days can be given away.',
  'gift-link-not-found': 'There is no such gift link of yours.',
  'comp-not-found': 'There is no such comp.',
  'comp-already-over': 'A comp ends in the future.',
  'comp-too-long': 'A comp lasts 400 days at the most; give another one then.',
  'group-not-found': 'There is no such group.',
  'group-already-over': 'A group ends in the future.',
  'group-opens-nobody': 'A group has seats or networks.',
  'group-closed': 'This group is over.',
  'group-full': 'Every seat of this group is taken.',
  'group-is-sold': 'This group ends with the subscription that pays for it.',
  'seat-held': 'Whoever pays for the group reads by that, and needs no other seat.',
  'invites-too-many': 'That is enough invitations for one day.',
  'domain-not-yours': 'A group is opened to the domain of your own verified address only.',
  'invitation-invalid': 'This invitation is none of ours.',
  'invitation-over': 'This invitation was used, taken back or is over. Ask for a new one.',
  'comp-key-required': 'Send an Idempotency-Key, so that a repeat gives nothing twice.',
} as const;

export type RefusalCode = keyof typeof sentences;

export const refuse = (code: RefusalCode, facts?: Facts): Refusal<RefusalCode> =>
  new Refusal(code, sentences[code], facts);

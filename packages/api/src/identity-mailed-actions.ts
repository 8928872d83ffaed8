import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Instant, Title } from './shapes.ts';

export const mailedPurposes = ['card', 'cancel', 'undo', 'resume', 'receipt', 'withdraw'] as const;

/** What a link in a mail may do to one subscription, without a sign-in. */
const Purpose = z.enum(mailedPurposes);
export type MailedPurpose = z.infer<typeof Purpose>;

/** Links of mails that do one thing. They are signed, not kept; a new address of the account ends them. */
export const identityMailedActions = {
  createMailedLinks: endpoint({
    method: 'post',
    path: '/v1/readers/{id}/mailed-links',
    summary: 'Links for a mail, one for each purpose, good for two weeks. For mail alone.',
    caller: 'service',
    params: z.object({ id: z.uuid() }),
    body: z.strictObject({
      subject: z.uuid(),
      purposes: z.array(Purpose).min(1).max(mailedPurposes.length),
      title: Title.optional(),
    }),
    status: 201,
    answer: z.object({ links: z.partialRecord(Purpose, z.url()) }),
    problems: ['reader-not-found'],
  }),
  openMailedLink: endpoint({
    method: 'post',
    path: '/v1/mailed-links/open',
    summary: 'What a mailed link is good for, with a token of five minutes for that alone. Uses nothing up.',
    caller: 'service',
    body: z.strictObject({ token: z.string().max(200) }),
    status: 200,
    answer: z.object({
      purpose: Purpose,
      subject: z.uuid(),
      readerId: z.uuid(),
      email: z.email(),
      token: z.string(),
      tokenExpiresAt: Instant,
    }),
    problems: ['action-link-invalid'],
  }),
} as const;

import type { NoticeData } from '@gatefold/events';

/** What a link in a mail may do to one subscription, without a sign-in. */
export type Purpose = 'card' | 'cancel' | 'undo' | 'resume' | 'receipt' | 'withdraw';

export type MailedLinks = Readonly<Partial<Record<Purpose, string>>>;

/** Which of them a letter has: what its reader may want to do next. A letter that is not here has none. */
const inLetters: Readonly<Partial<Record<NoticeData['kind'], readonly Purpose[]>>> = {
  'purchase-confirmed': ['cancel', 'withdraw'],
  'subscription-imported': ['cancel'],
  receipt: ['receipt', 'cancel'],
  'conversion-reminder': ['cancel'],
  'step-up-notice': ['cancel'],
  'renewal-reminder': ['cancel'],
  'card-expiring': ['card', 'cancel'],
  'price-change': ['cancel'],
  'payment-failed': ['card', 'cancel'],
  'cancellation-certificate': ['undo'],
  'plan-changed': ['cancel'],
  paused: ['resume', 'cancel'],
};

export const linksIn = (kind: NoticeData['kind']): readonly Purpose[] => inLetters[kind] ?? [];

import { isId } from '@gatefold/kernel';

/**
 * What became of a mail that a server had taken: it came back for good, for a while only, or its reader called it
 * spam.
 */
export type Outcome = 'bounced' | 'delayed' | 'complained';

/** The message that a `Message-ID` names, as `<id@domain>`, `id@domain` or the id alone; null for none of ours. */
export function messageNamed(messageId: string): string | null {
  const [id = ''] = messageId.trim().replace(/^</, '').split('@');
  const name = id.toLowerCase();
  return isId(name) ? name : null;
}

import { mail } from '@gatefold/api';
import type { Visit } from './visit.ts';

/** Since when mails to the reader come back; null where they do not, or nobody can say. */
export async function undeliverableSince({ asReader, report }: Visit, id: string): Promise<string | null> {
  try {
    return (await asReader.mail.call(mail.addressState, { params: { id } })).undeliverableSince;
  } catch (error) {
    report(error, 'whether mails arrive could not be asked');
    return null;
  }
}

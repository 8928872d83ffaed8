import { createClient, mail } from '@gatefold/api';
import { refuseCommon, type ServiceTokens } from '@gatefold/service-kit';
import type { SignInMails } from '../usecases/ports.ts';

/** Hands mailed links to the mail service, which keeps them until they are sent. */
export function signInMails({ url, tokens }: { url: string; tokens: ServiceTokens }): SignInMails {
  const client = createClient({ baseUrl: url, token: () => tokens.token() });
  return {
    async send(letter) {
      const body = bodyOf(letter);
      await client.call(mail.sendSignInLink, { body }).catch(() => {
        throw refuseCommon('temporarily-unavailable');
      });
    },

    async sendAbout(letter) {
      const body = bodyOf(letter);
      await client.call(mail.sendAccountMail, { body }).catch(() => {
        throw refuseCommon('temporarily-unavailable');
      });
    },
  };
}

const bodyOf = <Mail extends { expiresAt: Date; locale: string | null }>({
  expiresAt,
  locale,
  ...letter
}: Mail) => ({
  ...letter,
  expiresAt: expiresAt.toISOString(),
  ...(locale === null ? {} : { locale }),
});

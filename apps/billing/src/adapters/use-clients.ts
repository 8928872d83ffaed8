import { content, createClient, identity, mail } from '@gatefold/api';
import type { ServiceTokens } from '@gatefold/service-kit';
import type { UseOf } from '../usecases/make-evidence.ts';

/** Somebody waits for the whole of it, and nobody is worth more than a moment. */
const TIMEOUT_MS = 3_000;
const MOST_AT_ONCE = 200;

type Options = {
  readonly urls: { readonly identity: string; readonly content: string; readonly mail: string };
  readonly tokens: ServiceTokens;
};

type Page<T> = { readonly data: readonly T[]; readonly nextCursor: string | null };

/** Asks identity for sign-ins, content for what was read and mail for what was sent, in billing's own name. */
export function useClients({ urls, tokens }: Options): UseOf {
  const client = (baseUrl: string) =>
    createClient({ baseUrl, token: () => tokens.token(), timeoutMs: TIMEOUT_MS });
  const [atIdentity, atContent, atMail] = [client(urls.identity), client(urls.content), client(urls.mail)];

  const mailsOf = async (readerId: string) => {
    const { data } = await all((after) =>
      atMail.call(mail.listMessages, { query: { readerId, limit: MOST_AT_ONCE, ...after } }),
    );
    return data.map(({ kind, status, dueAt, sentAt }) => ({
      ...{ kind, status, dueAt: new Date(dueAt) },
      sentAt: sentAt === null ? null : new Date(sentAt),
    }));
  };

  return {
    async signIns(id) {
      const { data } = await all((after) =>
        atIdentity.call(identity.readersSignIns, {
          params: { id },
          query: { limit: MOST_AT_ONCE, ...after },
        }),
      );
      return data.map(({ at, device }) => ({ at: new Date(at), device }));
    },

    async reads(id) {
      const { data, first } = await all((after) =>
        atContent.call(content.readsForEvidence, {
          params: { id },
          query: { limit: MOST_AT_ONCE, ...after },
        }),
      );
      return {
        keeps: first.keeps,
        data: data.map(({ readAt, ...read }) => ({ ...read, at: new Date(readAt) })),
      };
    },

    async mails(readerIds) {
      const found = await Promise.all(readerIds.map(mailsOf));
      return found.flat().toSorted((a, b) => b.dueAt.getTime() - a.dueAt.getTime());
    },
  };
}

/** Every page of a list, and the first as it came. */
async function all<T, P extends Page<T>>(
  ask: (after: { after?: string }) => Promise<P & Page<T>>,
): Promise<{ data: readonly P['data'][number][]; first: P }> {
  const first = await ask({});
  const data: P['data'][number][] = [...first.data];
  for (let after = first.nextCursor; after !== null;) {
    const page = await ask({ after });
    data.push(...page.data);
    after = page.nextCursor;
  }
  return { data, first };
}

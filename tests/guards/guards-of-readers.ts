import type { Guard } from './guard.ts';

/** What stands between a text, or an account, and those who may not see it. */
export const guardsOfReaders: readonly Guard[] = [
  {
    name: 'search engines are told of a text, and nothing in it',
    fault: 21,
    file: 'apps/site/src/features/article/structured-data.ts',
    from: '    description: article.dek,',
    to: `    description: article.dek,
    articleBody: (article as { body?: string }).body,`,
    test: {
      project: 'unit',
      file: 'apps/site/src/features/article/structured-data.test.ts',
      named: 'nothing of the text stands in it',
    },
  },
  {
    name: 'a whole text is kept by nobody on the way',
    fault: 22,
    file: 'apps/content/src/http/articles.routes.ts',
    from: "isPublic ? 'public, max-age=0, must-revalidate' : 'private, no-store'",
    to: "'public, max-age=0, must-revalidate'",
    test: {
      project: 'int',
      file: 'apps/content/src/http/articles.int.test.ts',
      named: 'is never a whole text',
    },
  },
  {
    name: 'a page that was made for a reader is kept by nobody on the way',
    fault: 22,
    file: 'apps/site/src/server/caching.ts',
    from: "cookie !== null || madeFor === 'one'",
    to: 'cookie === undefined',
    test: { project: 'unit', file: 'apps/site/src/server/caching.test.ts', named: 'is kept nowhere' },
  },
  {
    name: 'a subscription is its reader’s alone',
    fault: 23,
    file: 'apps/billing/src/usecases/ownership.ts',
    from: "asker !== 'staff' && subscription.readerId !== asker.readerId",
    to: "asker !== 'staff' && subscription.readerId === ''",
    test: {
      project: 'int',
      file: 'apps/billing/test/guards.int.test.ts',
      named: 'does not learn that a subscription exists',
    },
  },
  {
    name: 'a passkey is its owner’s alone',
    fault: 23,
    file: 'apps/identity/src/adapters/prisma/passkeys.ts',
    from: 'where: { id, userId: readerId }, data: { name }',
    to: 'where: { id }, data: { name }',
    test: {
      project: 'int',
      file: 'apps/identity/src/http/passkeys.int.test.ts',
      named: 'of others are neither seen, renamed nor removed',
    },
  },
];

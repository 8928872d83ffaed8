import { ArticleData, articleEventTypes, articleTopic } from '@gatefold/events';
import { subscribe, type Subscription } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { Articles } from '../usecases/ports.ts';

/** What content says of an article becomes the rule by which it is opened. */
export const articleConsumer = ({ articles }: { articles: Articles<PoolClient> }): Subscription =>
  subscribe({
    topic: articleTopic,
    types: articleEventTypes,
    schema: ArticleData,
    async handle({ type, epoch, sequence, data }, tx) {
      const { articleId, slug, publication, rule } = data;
      const { access, feature, isMetered } = rule;
      const notBefore = rule.notBefore === null ? null : new Date(rule.notBefore);
      const notAfter = rule.notAfter === null ? null : new Date(rule.notAfter);
      await articles.save(
        {
          id: articleId,
          slug,
          publication,
          rule: { access, feature, notBefore, notAfter, ...(isMetered === undefined ? {} : { isMetered }) },
          isWithdrawn: type === 'article.withdrawn',
          epoch,
          sequence,
        },
        tx,
      );
    },
  });

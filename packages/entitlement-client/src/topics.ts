/** The topics of readers' sets and of articles, as `@gatefold/events` lists them. */
export const SETS = 'entitlement.reader.v1';
export const ARTICLES = 'content.article.v1';

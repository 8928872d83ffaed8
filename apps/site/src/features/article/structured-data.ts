type Subject = {
  readonly title: string;
  readonly dek: string;
  readonly publishedAt: string;
  readonly author: { readonly name: string };
  readonly section: { readonly name: string };
  readonly rule: 'free' | 'registered' | 'feature';
  readonly granted: boolean;
  /** Absolute. */
  readonly url: string;
  readonly image: string | null;
};

/**
 * What search engines are told of an article (schema.org). Made from what everyone may read.
 *
 * `hasPart` names the element of this very page that is not free: the text where it was sent, the
 * wall where it was not.
 */
export function structuredData(article: Subject, publisher: string): object {
  const isFree = article.rule === 'free';
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: article.title,
    description: article.dek,
    datePublished: article.publishedAt,
    author: { '@type': 'Person', name: article.author.name },
    articleSection: article.section.name,
    publisher: { '@type': 'NewsMediaOrganization', name: publisher },
    mainEntityOfPage: article.url,
    ...(article.image === null ? {} : { image: [article.image] }),
    isAccessibleForFree: isFree,
    ...(isFree
      ? {}
      : {
          hasPart: {
            '@type': 'WebPageElement',
            isAccessibleForFree: false,
            cssSelector: article.granted ? '.article-text' : '.wall',
          },
        }),
  };
}

/** JSON that cannot end the element it stands in. */
export const embeddable = (data: object): string => JSON.stringify(data).replaceAll('<', '\\u003c');

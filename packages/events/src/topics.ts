import topicList from '../topics.json' with { type: 'json' };

/**
 * What a topic promises its consumers.
 *
 * `state`: the newest (epoch, sequence) of a subject supersedes all before it. `fact`: nothing
 * supersedes, each event counts once. Partitions are fixed within a version, since a key that
 * moved to another partition would lose its order.
 */
export type Topic = {
  readonly name: string;
  readonly kind: 'state' | 'fact';
  readonly partitions: number;
  readonly cleanup: 'delete' | 'compact';
  /** Machine time. For a compacted topic: how long a tombstone and a dead record may still be seen. */
  readonly retentionMs: number;
};

export const topics = topicList as readonly Topic[];

function topic(name: string): Topic {
  const found = topics.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`topics.json has no ${name}`);
  return found;
}

export const subscriptionTopic = topic('billing.subscription.v1');
export const paymentTopic = topic('billing.payment.v1');
export const noticeTopic = topic('billing.notice.v1');
export const entitlementTopic = topic('entitlement.reader.v1');
export const articleTopic = topic('content.article.v1');
export const readerTopic = topic('identity.reader.v1');

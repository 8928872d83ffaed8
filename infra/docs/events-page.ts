import {
  ArticleData,
  articleEventTypes,
  articleTopic,
  EntitlementData,
  entitlementEventTypes,
  entitlementTopic,
  NoticeData,
  noticeEventTypes,
  noticeTopic,
  PaymentData,
  paymentEventTypes,
  paymentTopic,
  ReaderData,
  readerEventTypes,
  readerTopic,
  SubscriptionData,
  subscriptionEventTypes,
  subscriptionTopic,
  type Topic,
} from '@gatefold/events';
import type { z } from 'zod';
import { fieldsOf } from './fields.ts';
import { code, made, table } from './markdown.ts';

type Contract = { readonly topic: Topic; readonly types: readonly string[]; readonly data: z.ZodType };

const contracts: readonly Contract[] = [
  { topic: subscriptionTopic, types: subscriptionEventTypes, data: SubscriptionData },
  { topic: paymentTopic, types: paymentEventTypes, data: PaymentData },
  { topic: noticeTopic, types: noticeEventTypes, data: NoticeData },
  { topic: entitlementTopic, types: entitlementEventTypes, data: EntitlementData },
  { topic: articleTopic, types: articleEventTypes, data: ArticleData },
  { topic: readerTopic, types: readerEventTypes, data: ReaderData },
];

const meaning = {
  state: 'The newest (epoch, sequence) of a subject supersedes all before it.',
  fact: 'Nothing supersedes; each event counts once, by its id.',
} as const;

/** Every topic with what it promises, the types of its events and the fields of their data. */
export function eventsPage(): string {
  return [
    made('`packages/events`'),
    '# Events',
    'CloudEvents 1.0 in Kafka’s binary mode: attributes as `ce_` headers, the data as JSON. `subject` is the aggregate, the key is the reader’s id where a reader is concerned, `sequence` grows by one for each event of a subject, `epoch` grows when its service was restored from a backup. `time` is business time.',
    ...contracts.map(section),
  ].join('\n\n');
}

function section({ topic, types, data }: Contract): string {
  const days = topic.retentionMs / 86_400_000;
  return [
    `## ${topic.name}`,
    `A **${topic.kind}** topic with ${topic.partitions} partitions, ${topic.cleanup === 'compact' ? 'compacted' : `kept for ${days} days`}. ${meaning[topic.kind]}`,
    `Types: ${types.map(code).join(', ')}.`,
    table(
      ['field', 'type'],
      fieldsOf(data).map(([name, type]) => [code(name), type]),
    ),
  ].join('\n\n');
}

import type { z } from 'zod';
import { ArticleData, articleEventTypes } from './article.ts';
import { EntitlementData, entitlementEventTypes } from './entitlement.ts';
import { NoticeData, noticeEventTypes } from './notice.ts';
import { PaymentData, paymentEventTypes } from './payment.ts';
import { ReaderData, readerEventTypes } from './reader.ts';
import { SubscriptionData, subscriptionEventTypes } from './subscription.ts';
import {
  articleTopic,
  entitlementTopic,
  noticeTopic,
  paymentTopic,
  readerTopic,
  subscriptionTopic,
  type Topic,
} from './topics.ts';

export type Contract = {
  readonly topic: Topic;
  readonly types: readonly string[];
  /** What every event of these types carries. */
  readonly schema: z.ZodType;
};

/** Everything that services tell each other, one entry a topic. */
export const contracts: readonly Contract[] = [
  { topic: subscriptionTopic, types: subscriptionEventTypes, schema: SubscriptionData },
  { topic: paymentTopic, types: paymentEventTypes, schema: PaymentData },
  { topic: noticeTopic, types: noticeEventTypes, schema: NoticeData },
  { topic: entitlementTopic, types: entitlementEventTypes, schema: EntitlementData },
  { topic: articleTopic, types: articleEventTypes, schema: ArticleData },
  { topic: readerTopic, types: readerEventTypes, schema: ReaderData },
];

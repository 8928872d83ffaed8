export { AccessRuleShape, ArticleData, articleEventTypes } from './article.ts';
export {
  EntitlementData,
  entitlementEventTypes,
  grantSources,
  GrantShape,
  HeartbeatData,
  PastGrantShape,
} from './entitlement.ts';
export { NoticeData, noticeEventTypes, noticeKinds } from './notice.ts';
export { PaymentData, paymentEventTypes } from './payment.ts';
export { ReaderData, readerEventTypes } from './reader.ts';
export { Instant, MoneyShape, PeriodShape } from './shapes.ts';
export { SubscriptionData, subscriptionEventTypes, type SubscriptionEventType } from './subscription.ts';
export {
  articleTopic,
  entitlementTopic,
  noticeTopic,
  paymentTopic,
  readerTopic,
  subscriptionTopic,
  topics,
  type Topic,
} from './topics.ts';

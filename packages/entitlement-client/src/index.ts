export { createEntitlementClient, type EntitlementClient, type EntitlementClientOptions } from './client.ts';
export type { Clock } from './clocks.ts';
export { access, accessOf } from './express.ts';
export type { FailurePolicy } from './failure-policy.ts';
export {
  anAnswer,
  createLocalClient,
  type LocalAnswer,
  type LocalClient,
  type LocalClientOptions,
} from './local.ts';
export type { LocalSource } from './local-source.ts';
export { overHttp } from './over-http.ts';
export { overKafka, type KafkaLike } from './over-kafka.ts';
export type { AccessAnswer, AccessQuestion, MeterState, ServiceGrant } from './question.ts';
export type { CurrentSet } from './reader-sets.ts';

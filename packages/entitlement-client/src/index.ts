export { createEntitlementClient, type EntitlementClient, type EntitlementClientOptions } from './client.ts';
export type { FailurePolicy } from './failure-policy.ts';
export type { AccessAnswer, AccessQuestion } from './question.ts';

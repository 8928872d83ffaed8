/** The major version of what a topic carries: 1 for `billing.payment.v1`. */
export const majorOf = (topicName: string): string => /\.v(\d+)$/.exec(topicName)?.[1] ?? '1';

/**
 * Brokers for tests, or null where there are none and the Kafka half of a suite is skipped.
 *
 * In CI it throws instead: there Kafka may not be missing.
 */
export function testKafkaBrokers(): readonly string[] | null {
  const brokers = process.env['TEST_KAFKA_BROKERS'];
  if (brokers !== undefined && brokers !== '') return brokers.split(',');
  if (process.env['CI'] === 'true') throw new Error('TEST_KAFKA_BROKERS must name a Kafka broker in CI');
  return null;
}

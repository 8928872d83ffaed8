import type * as Sdk from '@gatefold/entitlement-client';

/**
 * A process that begins: says `right` as soon as the reader who was told of last is answered rightly.
 *
 * Arguments: the built package, the service's address, that reader's id, an article, the version that must be known.
 */
const [sdk = '', baseUrl = '', reader = '', article = '', version = ''] = process.argv.slice(2);
const { createLocalClient } = (await import(sdk)) as typeof Sdk;
const client = createLocalClient({ baseUrl, token: async () => 'a.b.c', failurePolicy: 'closed' });
await client.start();
const startedAt = performance.now();
const look = setInterval(() => {
  const answer = client.check(reader, article);
  if (answer.granted && answer.version === Number(version)) say(`right ${client.readers}`);
  if (performance.now() - startedAt > 30_000) say('never');
}, 1);

function say(word: string): void {
  clearInterval(look);
  process.stdout.write(`${word}\n`, () => process.exit(0));
}

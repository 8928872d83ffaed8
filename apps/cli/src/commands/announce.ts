import { billing, content, entitlement, identity } from '@gatefold/api';
import type { Output } from '../output.ts';
import { EXIT, type Target } from '../stack.ts';

/** Has every service that owns a state topic say its present state again. Harmless to repeat. */
export async function announceAll(target: Target, output: Output): Promise<number> {
  const accounts = await target.client('identity').call(identity.announceAll);
  const articles = await target.client('content').call(content.announceAll);
  const subscriptions = await target.client('billing').call(billing.announceAll);
  const readers = await target.client('entitlement').call(entitlement.announceAll);
  output.say(
    [
      `identity: ${accounts.announced} readers`,
      `content: ${articles.announced} articles`,
      `billing: ${subscriptions.announced} subscriptions`,
      `entitlement: ${readers.announced} readers`,
    ],
    {
      accounts: accounts.announced,
      articles: articles.announced,
      subscriptions: subscriptions.announced,
      readers: readers.announced,
    },
  );
  return EXIT.ok;
}

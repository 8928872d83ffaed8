import { billing, content, entitlement } from '@gatefold/api';
import type { Output } from '../output.ts';
import { EXIT, type Target } from '../stack.ts';

/** Has every service that owns a state topic say its present state again. Harmless to repeat. */
export async function announceAll(target: Target, output: Output): Promise<number> {
  const articles = await target.client('content').call(content.announceAll);
  const subscriptions = await target.client('billing').call(billing.announceAll);
  const readers = await target.client('entitlement').call(entitlement.announceAll);
  output.say(
    [
      `content: ${articles.announced} articles`,
      `billing: ${subscriptions.announced} subscriptions`,
      `entitlement: ${readers.announced} readers`,
    ],
    { articles: articles.announced, subscriptions: subscriptions.announced, readers: readers.announced },
  );
  return EXIT.ok;
}

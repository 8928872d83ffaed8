import { setTimeout as sleep } from 'node:timers/promises';
import { billing, entitlement } from '@gatefold/api';
import type { Output } from '../output.ts';
import { EXIT, type Target } from '../stack.ts';

const LOOK_EVERY_MS = 500;

/**
 * Has billing say everything again and entitlement make every reader's set anew. Waits for the end, telling how
 * far it is. Harmless to repeat.
 */
export async function rebuildEntitlement(target: Target, output: Output): Promise<number> {
  const { announced } = await target.client('billing').call(billing.announceAll);
  const client = target.client('entitlement');
  let { rebuild } = (await client.call(entitlement.rebuild)) as Progress;
  while (rebuild !== null && rebuild.endedAt === null) {
    process.stderr.write(`\r${rebuild.done} of ${rebuild.readers} readers`);
    await sleep(LOOK_EVERY_MS);
    ({ rebuild } = await client.call(entitlement.rebuildProgress));
  }
  if (rebuild === null || rebuild.hasFailed)
    throw new Error('the rebuild broke off; entitlement’s log says why');
  process.stderr.write('\r');
  output.say(
    [
      `billing said ${announced} subscriptions again`,
      `${rebuild.done} readers looked at, ${rebuild.changed} were other than they should have been`,
    ],
    { announced, readers: rebuild.done, changed: rebuild.changed },
  );
  return EXIT.ok;
}

type Progress = {
  rebuild: {
    readers: number;
    done: number;
    changed: number;
    endedAt: string | null;
    hasFailed: boolean;
  } | null;
};

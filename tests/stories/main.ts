import { parseArgs } from 'node:util';
import { newId } from '@gatefold/service-kit';
import { agreeAtTheEnd } from './agreement.ts';
import { cancelInTrial } from './cancel-in-trial.ts';
import { cardDeclined } from './card-declined.ts';
import { dispute } from './dispute.ts';
import { gift } from './gift.ts';
import { group } from './group.ts';
import { introTwice } from './intro-twice.ts';
import { lifecycle } from './lifecycle.ts';
import { createPlay } from './play.ts';
import { pause } from './pause.ts';
import { planChange } from './plan-change.ts';
import { priceRise } from './price-rise.ts';
import { refundPolicy } from './refund-policy.ts';
import { refund } from './refund.ts';
import { createReport } from './report.ts';
import { readStack } from './stack.ts';
import { setScene, type Story } from './story.ts';
import { titles } from './titles.ts';
import { winBack } from './win-back.ts';
import { withdraw } from './withdraw.ts';
import { webhooksLost } from './webhooks-lost.ts';

const stories: readonly Story[] = [
  lifecycle,
  introTwice,
  dispute,
  refundPolicy,
  cancelInTrial,
  webhooksLost,
  cardDeclined,
  refund,
  planChange,
  pause,
  winBack,
  withdraw,
  priceRise,
  gift,
  group,
  titles,
];

/** `npm run story -- <name> [--json]`: 0 when each expectation held, 1 when one did not, 2 when it could not be played. */
async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const story = stories.find(({ name }) => name === positionals[0]);
  if (story === undefined) {
    process.stderr.write(`Usage: npm run story -- <name> [--json]\n\n`);
    for (const { name, says } of stories) process.stderr.write(`  ${name.padEnd(16)} ${says}\n`);
    return 2;
  }
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  const report = createReport({ json: values.json, write });
  const play = createPlay(readStack());
  try {
    const scene = await setScene(play, report, `${story.name}-${newId().slice(-8)}@readers.example`);
    await story.play(scene);
    await agreeAtTheEnd(scene);
  } finally {
    await play.close();
  }
  const failed = report.failed().length;
  if (!values.json)
    write(`\n${story.name}: ${report.count() - failed} of ${report.count()} expectations held`);
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
}

import { spawn } from 'node:child_process';
import path from 'node:path';
import { freeRange } from '../../process/free-port.mjs';
import { root } from '../../process/bootstrap.mjs';
import { runScript } from './command.ts';
import type { Report } from './report.ts';
import type { Scratch } from './scratch.ts';

type Events = 'kafka' | 'postgres';

/** A stack listens on ports up to this many above its base. */
const PORTS = 40;

const ofTheSpine = ['lifecycle', 'cancel-in-trial', 'webhooks-lost', 'card-declined', 'refund'];
const ofBilling = [
  'plan-change',
  'pause',
  'win-back',
  'withdraw',
  'price-rise',
  'intro-twice',
  'dispute',
  'refund-policy',
  'gift',
  'group',
  'titles',
];
/** What differs by the log is in the spine; the rest is played on one, to be done in time. */
const stories: Readonly<Record<Events, readonly string[]>> = {
  kafka: [...ofTheSpine, ...ofBilling],
  postgres: ofTheSpine,
};

/** Starts the whole system as `npm start` does, on each log in turn, and plays its stories against it. */
export async function playStories(report: Report, scratch: Scratch, logs: readonly Events[]): Promise<void> {
  for (const events of logs) {
    const stack = await scratch.open(startSystem(path.join(scratch.folder, `stack-${events}`), events));
    report.step(`npm start on ${events}`, stack);
    if (stack.ok)
      for (const story of stories[events])
        report.step(
          `story ${story} on ${events}`,
          await runScript(['tests/stories/main.ts', story], { env: { GATEFOLD_STACK: stack.file } }),
        );
    await stack.stop();
  }
}

async function startSystem(state: string, events: Events) {
  const since = performance.now();
  const { DATABASE_URL: _database, KAFKA_BROKERS: _brokers, ...env } = process.env;
  const words = ['infra/stack/start.mjs', `--events=${events}`, '--no-people'];
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...env, GATEFOLD_STATE: state, GATEFOLD_PORT_BASE: String(await freeRange(PORTS)) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<boolean>((resolve) => child.once('exit', () => resolve(false)));
  let output = '';
  const ready = new Promise<boolean>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        output += String(text);
        if (output.includes('are open.')) resolve(true);
      });
  });
  const ok = await Promise.race([ready, gone]);
  return {
    ok,
    output,
    seconds: (performance.now() - since) / 1000,
    file: path.join(state, 'stack.json'),
    async stop(): Promise<void> {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from '../../process/bootstrap.mjs';

/** Long enough to pull the image once over an ordinary line. */
const PATIENCE_MS = 180_000;

type Outcome =
  | { readonly started: true; readonly brokers: readonly string[]; stop(): Promise<unknown> }
  | { readonly started: false; readonly why: string };

/** Starts the Kafka of docker-compose.yml on `port`, where Docker is there and able to. */
export async function startComposeKafka(port: number): Promise<Outcome> {
  const usable = await compose(port, ['version'], 5_000);
  if (!usable.ok) return { started: false, why: 'there is no Docker Compose' };
  if (!(await run('docker', ['info'], { timeoutMs: 5_000 })).ok)
    return { started: false, why: 'no Docker engine answers' };

  const up = await compose(port, ['up', '--detach', '--wait', 'kafka'], PATIENCE_MS);
  if (!up.ok) {
    await compose(port, ['down', '--timeout', '1'], 30_000);
    return { started: false, why: `Docker could not start Kafka (${lastLine(up.said)})` };
  }
  return {
    started: true,
    brokers: [`127.0.0.1:${port}`],
    stop: () => compose(port, ['stop', '--timeout', '10', 'kafka'], 30_000),
  };
}

/** Deletes the volume in which Compose's Kafka keeps its log. */
export async function forgetComposeKafka(port: number): Promise<void> {
  await compose(port, ['down', '--volumes', '--timeout', '1'], 30_000);
}

/** A project of its own for each port, so that two stacks do not share one Kafka. */
const compose = (port: number, words: readonly string[], timeoutMs: number) =>
  run(
    'docker',
    ['compose', '-f', path.join(root, 'docker-compose.yml'), '-p', `gatefold-stack-${port}`, ...words],
    { timeoutMs, env: { ...process.env, KAFKA_PORT: String(port) } },
  );

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

function run(
  file: string,
  words: readonly string[],
  { timeoutMs, env = process.env }: { timeoutMs: number; env?: NodeJS.ProcessEnv },
): Promise<{ ok: boolean; said: string }> {
  const child = spawn(file, words, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, said: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, said }));
  });
}

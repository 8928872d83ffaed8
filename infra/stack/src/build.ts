import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from '../../process/bootstrap.mjs';

/** Generates the database clients and builds the pages. What has not changed is taken from turbo's cache. */
export async function build(signal: AbortSignal): Promise<{ detail: string }> {
  const turbo = path.join(root, 'node_modules/turbo/bin/turbo');
  const words = ['run', 'generate', 'build', '--output-logs=errors-only', '--no-update-notifier'];
  const child = spawn(process.execPath, [turbo, ...words], {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  child.once('error', () => undefined);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`The build failed:\n${said}`);
  const cached = /Cached:\s+(\d+) cached, (\d+) total/.exec(said);
  return { detail: cached === null ? 'done' : `${cached[1]} of ${cached[2]} unchanged` };
}

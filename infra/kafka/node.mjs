import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf } from '../process/look.mjs';
import { stopProcess } from '../process/stop.mjs';
import { javaArguments, sharedArchive } from './java.mjs';
import { serverProperties } from './properties.mjs';

/** Any id will do; a fixed one lets a folder be formatted again and still belong to the same cluster. */
const CLUSTER_ID = 'MkU3OEVBNTcwNTJENDM2Qg';
const READY = 'Kafka Server started';
const READY_WITHIN_MS = 60_000;

/** One Kafka process: it can be started, killed and started again on its own data. */
export function createNode({ dir, node, nodes, heap, overrides }) {
  const home = path.join(dir, `node-${node.id}`);
  const files = {
    config: path.join(home, 'server.properties'),
    data: path.join(home, 'data'),
    log: path.join(home, 'kafka.log'),
    pid: path.join(home, 'pid'),
  };
  let child = null;

  return {
    id: node.id,
    address: `127.0.0.1:${node.port}`,
    logFile: files.log,
    get pid() {
      return child?.pid;
    },
    async start(extra = sharedArchive()) {
      mkdirSync(home, { recursive: true });
      await reap(files);
      writeFileSync(files.config, serverProperties({ node, nodes, dataDir: files.data, overrides }));
      format(files);
      const from = sizeOf(files.log);
      child = launch(files, [
        ...extra,
        '-Xms64m',
        `-Xmx${heap}`,
        ...javaArguments(),
        'kafka.Kafka',
        files.config,
      ]);
      await untilReady(child, () => readFileSync(files.log).subarray(from).toString('utf8'), node);
    },
    async stop(signal = 'SIGTERM', graceMs = 15_000) {
      if (!isRunning(child)) return;
      child.ref();
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      const patience = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await gone;
      clearTimeout(patience);
      rmSync(files.pid, { force: true });
    },
  };
}

const isRunning = (child) => child !== null && child.exitCode === null && child.signalCode === null;

/** Ends a broker that a killed process left on this data, and nothing else that has its number by now. */
async function reap(files) {
  if (!existsSync(files.pid)) return;
  const pid = Number.parseInt(readFileSync(files.pid, 'utf8'), 10);
  if (commandOf(pid)?.includes(files.config)) await stopProcess(pid);
  rmSync(files.pid, { force: true });
}

function format(files) {
  if (existsSync(path.join(files.data, 'meta.properties'))) return;
  const words = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', files.config];
  const { status, stdout, stderr } = spawnSync('java', [...sharedArchive(), ...javaArguments(), ...words], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Kafka's folder could not be formatted: ${stderr || stdout}`);
}

/** In a group of its own, so that Ctrl-C ends it in its turn, not while services still publish to it. */
function launch(files, words) {
  const output = openSync(files.log, 'a');
  const child = spawn('java', words, { detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  child.unref();
  if (child.pid !== undefined) writeFileSync(files.pid, String(child.pid));
  return child;
}

async function untilReady(child, said, node) {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    if (said().includes(READY)) return;
    if (!isRunning(child)) {
      if (said().includes('Address already in use'))
        throw new Error(`Port ${node.port} or ${node.controllerPort} is taken: Kafka cannot listen there.`);
      throw new Error(`Kafka node ${node.id} ended: ${said().slice(-1500)}`);
    }
    await sleep(25);
  }
  child.kill('SIGKILL');
  throw new Error(
    `Kafka node ${node.id} was not ready in ${READY_WITHIN_MS / 1000} s: ${said().slice(-1500)}`,
  );
}

const sizeOf = (file) => (existsSync(file) ? statSync(file).size : 0);

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../process/free-port.mjs';
import { classArchive, fetchLibs } from './java.mjs';
import { createNode } from './node.mjs';

/**
 * Apache Kafka in KRaft mode as local Java processes, one or three nodes.
 *
 * The log stays in `dir` and is used again, on the same ports, by the next start; `fresh` forgets
 * it. `port` is the first broker's; without it free ones are taken. Nodes that a killed process
 * left behind are ended first.
 */
export async function startKafka(options) {
  const { brokers = 1, heap = '256m', fresh = false, overrides = {} } = options;
  const dir = path.resolve(options.dir);
  fetchLibs();
  const ports = await portsFor({ ...options, dir, brokers });
  const places = Array.from({ length: brokers }, (_, index) => ({
    id: index + 1,
    port: ports[index],
    controllerPort: ports[brokers + index],
  }));
  if (fresh)
    for (const { id } of places) rmSync(path.join(dir, `node-${id}/data`), { recursive: true, force: true });
  const nodes = places.map((node) => createNode({ dir, node, nodes: places, heap, overrides }));
  const stop = () => Promise.all(nodes.map((node) => node.stop()));

  try {
    if (brokers === 1 && !existsSync(classArchive)) await archiveClasses(nodes[0]);
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { brokers: nodes.map((node) => node.address), nodes, stop };
}

/** A first run that writes the loaded classes down: 4 s once, and every later start takes half as long. */
async function archiveClasses(node) {
  await node.start([`-XX:ArchiveClassesAtExit=${classArchive}`]);
  await node.stop('SIGTERM', 60_000);
}

/** A cluster remembers its members' addresses, so its data stays with its ports. */
async function portsFor({ dir, brokers, port, controllerPort }) {
  const file = path.join(dir, 'ports.json');
  mkdirSync(dir, { recursive: true });
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  if (known.length === brokers * 2 && (port === undefined || known[0] === port)) return known;
  const ports = await freePorts(brokers * 2);
  if (port !== undefined) for (let index = 0; index < brokers; index++) ports[index] = port + index;
  if (controllerPort !== undefined) ports[brokers] = controllerPort;
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runFromTheShell();

/** `node infra/kafka/kafka.mjs --dir <folder> [--brokers 1|3] [--port n] [--fresh]`: runs until Ctrl-C. */
async function runFromTheShell() {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string', default: '.gatefold/kafka' },
      brokers: { type: 'string', default: '1' },
      port: { type: 'string' },
      fresh: { type: 'boolean', default: false },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  const kafka = await startKafka({
    dir: values.dir,
    brokers: Number(values.brokers),
    port,
    fresh: values.fresh,
  });
  const pids = kafka.nodes.map((node) => node.pid);
  process.stdout.write(`${JSON.stringify({ ready: true, brokers: kafka.brokers.join(','), pids })}\n`);

  await new Promise((resolve) => {
    const alive = setInterval(() => {}, 60_000);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve(clearInterval(alive)));
  });
  await kafka.stop();
}

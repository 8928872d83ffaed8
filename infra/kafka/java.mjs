import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const lib = path.join(here, 'lib');
const OLDEST_JAVA = 17;

/** Why Kafka cannot run as a local process here, or `null` if it can. Asks no network. */
export function missingForKafka() {
  const said = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (said.status !== 0) return 'there is no Java';
  const version = Number(/version "(\d+)/.exec(said.stderr)?.[1] ?? 0);
  if (version < OLDEST_JAVA) return `Java ${version} is older than ${OLDEST_JAVA}`;
  if (!hasLibs() && spawnSync('mvn', ['-v']).status !== 0) return 'there is no Maven';
  return null;
}

const hasLibs = () => existsSync(lib) && readdirSync(lib).some((name) => name.startsWith('kafka_2.13-'));

/** Has Maven fetch Kafka to lib/, unless it is there. Throws with Maven's own words. */
export function fetchLibs() {
  if (hasLibs()) return;
  const unfinished = path.join(here, `lib.${process.pid}`);
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${unfinished}`];
  const fetched = spawnSync('mvn', ['-B', '-q', '-f', path.join(here, 'pom.xml'), ...goal], {
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (fetched.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`Maven could not fetch Kafka: ${(fetched.stdout || fetched.stderr || '').slice(0, 800)}`);
  }
  rmSync(lib, { recursive: true, force: true });
  renameSync(unfinished, lib);
}

/** Loaded classes as one file, written by a first run: with it a broker is up in half the time. */
export const classArchive = path.join(lib, 'kafka.jsa');

/**
 * Arguments of every `java` here.
 *
 * The class path is spelled out in a fixed order, because the class archive is refused when it differs.
 */
export function javaArguments() {
  const jars = readdirSync(lib)
    .filter((name) => name.endsWith('.jar'))
    .sort()
    .map((name) => path.join(lib, name));
  return [
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Xshare:auto',
    '-Djava.awt.headless=true',
    `-Dlog4j2.configurationFile=${path.join(here, 'log4j2.properties')}`,
    '-cp',
    jars.join(path.delimiter),
  ];
}

export const sharedArchive = () =>
  existsSync(classArchive)
    ? [`-XX:SharedArchiveFile=${classArchive}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off']
    : [];

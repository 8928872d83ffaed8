import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** This file and what it imports run on Node 20, before anything is installed: no packages, no types. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
const projectNode = path.join(root, 'node_modules/node/bin/node');

/**
 * Warnings of others that nobody here can act on: node:sqlite's and type stripping's "experimental",
 * and kafkajs' harmless negative time-out.
 */
export const quiet = ['--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning'];

/**
 * For a service: a nursery of eight megabytes is cleaned more often and held for good less often than one of sixteen. With
 * `MALLOC_ARENA_MAX` it makes a service a quarter smaller, for no more processor time.
 *
 * Billing alone has more in hand than that: what Stripe has shown of some dozen customers, until it is committed. And the
 * bytes that pass through it count as growth: where it tidies up after a third more, as V8 does by itself, it does so
 * three times a second while webhooks pour in; after twice as much, not even once.
 */
export const memoryOf = (app) =>
  app === 'billing'
    ? ['--max-semi-space-size=16', '--heap-growing-percent=100']
    : ['--max-semi-space-size=8'];
/** A service needs half of these megabytes; where it may not have more, it tidies up sooner. */
export const smallHeap = ['--max-old-space-size=192'];

export const frugalEnv = {
  MALLOC_ARENA_MAX: '2',
  /** Who finds scripts compiled does not load what takes the types out of them: 20 MB in each process, and a quarter of its start. */
  NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/gatefold/compiled'),
};

/** Brings node_modules to what package-lock.json says. Does nothing when they agree already. */
export function ensureInstalled(say = (line) => process.stderr.write(`${line}\n`)) {
  const missing = firstDifference();
  if (missing === null) return;
  say(`Installing packages (${missing}). The first time this takes a minute or two.`);
  const [file, ...words] = npm();
  const { status } = spawnSync(file, [...words, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    say('npm could not install the packages; its own words are above.');
    process.exit(1);
  }
}

/**
 * Goes on in the project's own Node 24 when this one is older, and never comes back then.
 *
 * Signals are handed on, and the exit code is the other's.
 */
export async function continueInProjectNode(script) {
  process.env.PATH = [path.dirname(projectNode), path.join(root, 'node_modules/.bin'), process.env.PATH].join(
    path.delimiter,
  );
  if (Number.parseInt(process.versions.node, 10) >= 24) return;
  process.exit(await runToEnd([...quiet, fileURLToPath(script), ...process.argv.slice(2)]));
}

/** Runs a script in the project's Node and answers with its exit code. */
export function runToEnd(words) {
  const child = spawn(projectNode, words, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** npm itself says which of it runs us; called by hand, the one on the PATH. */
function npm() {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') && existsSync(cli) ? [process.execPath, cli] : ['npm'];
}

/** What npm noted in node_modules, against the lockfile: the first difference in words, or `null`. */
function firstDifference() {
  const note = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(projectNode) || !existsSync(note)) return 'nothing is installed yet';
  const installed = packagesIn(note);
  for (const [place, wanted] of Object.entries(packagesIn(path.join(root, 'package-lock.json')))) {
    if (!mustBeThere(place, wanted)) continue;
    const { version, link } = installed[place] ?? {};
    if (link !== wanted.link || version !== wanted.version)
      return `${place.slice(13)} is missing or of another version`;
  }
  return null;
}

/** What belongs to another system or to an optional feature may be absent. */
const mustBeThere = (place, { optional, peer, devOptional }) =>
  place.startsWith('node_modules/') && !optional && !peer && !devOptional;

const packagesIn = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

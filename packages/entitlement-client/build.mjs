import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes `dist`, the package as it is published: JavaScript with types, and nothing that has to be installed with it.
 *
 * What it takes from other packages of this repository is compiled into it.
 */
const here = import.meta.dirname;
const dist = path.join(here, 'dist');
const inside = {
  '@gatefold/access': 'access/src/index.js',
  '@gatefold/messaging/kafka-tail.ts': 'messaging/src/kafka-tail.js',
};

rmSync(dist, { recursive: true, force: true });
const tsc = path.join(here, '../../node_modules/typescript7/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', path.join(here, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

for (const name of readdirSync(dist, { recursive: true }).filter((file) => /\.(js|d\.ts)$/.test(file))) {
  const file = path.join(dist, name);
  const text = readFileSync(file, 'utf8')
    .replaceAll(/from '(@gatefold\/[^']+)'/g, (_, from) => `from '${toRelative(path.dirname(file), from)}'`)
    .replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'");
  writeFileSync(file, text);
}

function toRelative(folder, from) {
  const target = inside[from];
  if (target === undefined) throw new Error(`${from} is not part of the package`);
  const relative = path.relative(folder, path.join(dist, target));
  return relative.startsWith('.') ? relative : `./${relative}`;
}

const { name, version, license, description } = JSON.parse(
  readFileSync(path.join(here, 'package.json'), 'utf8'),
);
const entry = 'entitlement-client/src/index';
const manifest = {
  name,
  version,
  license,
  description,
  type: 'module',
  engines: { node: '>=22' },
  exports: { '.': { types: `./${entry}.d.ts`, default: `./${entry}.js` } },
  sideEffects: false,
};
writeFileSync(path.join(dist, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
copyFileSync(path.join(here, 'README.md'), path.join(dist, 'README.md'));
copyFileSync(path.join(here, '../../LICENSE'), path.join(dist, 'LICENSE'));

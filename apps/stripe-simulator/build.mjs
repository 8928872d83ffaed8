import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { rolldown } from 'rolldown';

/** Makes `dist`, the package `gatefold-stripe` as it is published: one command, with everything that it needs inside. */
const here = import.meta.dirname;
const dist = path.join(here, 'dist');
const own = JSON.parse(readFileSync(path.join(here, 'package.json'), 'utf8'));

/** An older Node would only say that it does not know a module. */
const command = `#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(\`gatefold-stripe needs Node 22.13 or newer; this is \${process.versions.node}.\\n\`);
  process.exit(69);
}
await import('./simulator.js');
`;

rmSync(dist, { recursive: true, force: true });
const bundle = await rolldown({
  input: path.join(here, 'src/main.ts'),
  platform: 'node',
  external: (name) => isBuiltin(name),
  // What a package says about itself is not our news.
  onLog(level, log, report) {
    if (level === 'warn' && log.code !== 'UNRESOLVED_IMPORT') return;
    report(level, log);
  },
});
await bundle.write({
  dir: dist,
  format: 'esm',
  minify: true,
  entryFileNames: 'simulator.js',
});
await bundle.close();
writeFileSync(path.join(dist, 'gatefold-stripe.js'), command);
chmodSync(path.join(dist, 'gatefold-stripe.js'), 0o755);

const manifest = {
  name: 'gatefold-stripe',
  version: own.version,
  license: own.license,
  description: 'Stripe on a laptop: subscriptions at the modern API, offline, with a clock that turns.',
  type: 'module',
  bin: { 'gatefold-stripe': './gatefold-stripe.js' },
  engines: { node: '>=22.13' },
};
writeFileSync(path.join(dist, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
copyFileSync(path.join(here, 'README.md'), path.join(dist, 'README.md'));
copyFileSync(path.join(here, '../../LICENSE'), path.join(dist, 'LICENSE'));

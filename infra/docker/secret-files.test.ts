import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../process/bootstrap.mjs';
import { secretsFromFiles } from './secret-files.mjs';

test('a secret comes out of the file that is named for it, without the line’s end', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'gatefold-secret-')), 'key');
  writeFileSync(file, 'whsec_1\n');

  expect(secretsFromFiles({ STRIPE_WEBHOOK_SECRETS_FILE: file, PORT: '1' })).toEqual({
    STRIPE_WEBHOOK_SECRETS: 'whsec_1',
  });
});

const ofServices = globSync('apps/*/src/{,server/}env.ts', { cwd: root }).flatMap((file) =>
  [...readFileSync(path.join(root, file), 'utf8').matchAll(/^\s*([A-Z_]+_FILE):/gm)].map(
    ([, name = '']) => name,
  ),
);

test('services have files of their own', () => expect(ofServices).toContain('SNAPSHOT_FILE'));

test.each(ofServices)('%s stays the name of a file, which need not be there yet', (name) => {
  expect(secretsFromFiles({ [name]: '/not/there/yet' })).toEqual({});
});

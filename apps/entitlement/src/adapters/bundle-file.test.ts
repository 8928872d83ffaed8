import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { featuresAt } from '../domain/bundle.ts';
import { readBundleFile } from './bundle-file.ts';

const written = (content: unknown): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'bundles-')), 'bundles.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};
const digital = {
  publication: 'courier',
  bundle: 'digital',
  version: 1,
  features: ['articles'],
  effectiveFrom: '2026-01-01T00:00:00Z',
};

describe('the bundles file', () => {
  test('that comes with the service opens everything of the Meridian that is sold', () => {
    const versions = readBundleFile(new URL('../../bundles.json', import.meta.url));
    const features = featuresAt(
      { publication: 'meridian', bundle: 'all-access' },
      versions,
      new Date('2026-01-01'),
    );

    expect(features).toEqual(['articles', 'archive', 'galleries', 'columns', 'newsletter', 'reporters']);
  });

  test('of a publisher is read with instants', () => {
    expect(readBundleFile(written([digital]))).toMatchObject([{ effectiveFrom: new Date('2026-01-01') }]);
  });

  test('may hold what is of another publication, by its full name', () => {
    const features = ['articles', 'gazette/articles'];
    expect(readBundleFile(written([{ ...digital, features }]))).toMatchObject([{ features }]);
    expect(() => readBundleFile(written([{ ...digital, features: ['a/b/c'] }]))).toThrow(/features/);
  });

  test('is refused with every mistake named, rather than half understood', () => {
    const path = written([{ ...digital, version: 0, features: ['Articles'], colour: 'red' }]);

    expect(() => readBundleFile(path)).toThrow(/version[\s\S]*features|features[\s\S]*version/);
  });
});

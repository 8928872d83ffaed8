import { at, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { someBundles } from '../../test/builders.ts';
import { featuresAt, isKnownFeature, type BundleVersion } from './bundle.ts';

const more = at('2026-03-01T00:00:00Z');
const versions: BundleVersion[] = [
  { ...someBundles[0]!, version: 2, features: ['articles', 'puzzles'], effectiveFrom: more },
  ...someBundles,
];
const digital = { publication: 'courier', bundle: 'digital' };

describe('what a bundle holds', () => {
  test('a new benefit reaches subscribers from its instant on, and not before', () => {
    expect(featuresAt(digital, versions, plus(more, -1))).toEqual(['articles', 'archive', 'newsletter']);
    expect(featuresAt(digital, versions, more)).toEqual(['articles', 'puzzles']);
  });

  test.each([
    { what: 'of another publication', held: { ...digital, publication: 'other' } },
    { what: 'that nobody described', held: { ...digital, bundle: 'print' } },
    { what: 'that is none', held: { ...digital, bundle: null } },
  ])('a bundle $what opens nothing', ({ held }) => {
    expect(featuresAt(held, versions, more)).toEqual([]);
  });

  test('nothing is held before the first version is in force', () => {
    expect(featuresAt(digital, versions, at('2019-12-31T00:00:00Z'))).toEqual([]);
  });
});

test('a feature is known once any version of any bundle names it', () => {
  expect(isKnownFeature('puzzles', versions)).toBe(true);
  expect(isKnownFeature('archive', versions)).toBe(true);
  expect(isKnownFeature('artciles', versions)).toBe(false);
});

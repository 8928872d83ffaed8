import { describe, expect, test } from 'vitest';
import { afterDays, aRunning, anOffer } from '../../test/builders.ts';
import { isLike, runningLike, soldAt, titlesOf } from './titles.ts';

const both = anOffer({ key: 'both', bundle: 'both', publication: 'courier', alsoReads: ['signal'] });
const signal = anOffer({ key: 'signal', publication: 'signal' });

describe('an offer of two titles', () => {
  test('is bought from the title that sells it, and read with the other', () => {
    expect(titlesOf(soldAt(both, 'courier'))).toEqual(['courier', 'signal']);
    expect(titlesOf(soldAt(both, 'signal'))).toEqual(['signal', 'courier']);
  });

  test('is sold by no third', () => {
    expect(() => soldAt(both, 'gazette')).toThrow(expect.objectContaining({ code: 'offer-not-on-sale' }));
  });
});

describe('what a reader has of the same', () => {
  const courier = aRunning();

  test('is what has a title in common with it, and no other title or product', () => {
    expect(isLike(courier, both)).toBe(true);
    expect(isLike(aRunning({ alsoReads: ['signal'] }), signal)).toBe(true);
    expect(isLike(courier, signal)).toBe(false);
    expect(isLike(courier, anOffer({ product: 'team' }))).toBe(false);
  });

  test('counts a title from the day on which a plan with it is agreed', () => {
    const { path, bundle, steering } = courier;
    const earlier = { path, bundle, listPrice: null };
    const change = { at: afterDays(84), bundle: 'both', alsoReads: ['signal'], earlier };

    expect(isLike({ ...courier, steering: { ...steering, change } }, signal)).toBe(true);
  });

  test('is nothing that has ended, or is being ended', () => {
    const ended = aRunning({ phase: 'ended', endReason: 'cancelled' });
    const ending = aRunning({ endingAs: 'duplicate' });

    expect(runningLike(both, [ended, ending, courier])).toEqual([courier]);
  });
});

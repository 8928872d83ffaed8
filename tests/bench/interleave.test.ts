import { describe, expect, test } from 'vitest';
import { compare, interleave } from './interleave.ts';

const steady = (milliseconds: number) => async () => milliseconds;

describe('baseline and product in turns', () => {
  test('are compared round by round', async () => {
    const { ratio, p99Ratio, noise, samples } = await interleave(steady(2), steady(5), {
      rounds: 10,
      samplesARound: 3,
      chance: () => 0.1,
    });

    expect({ ratio, p99Ratio, noise, samples }).toEqual({
      ratio: { value: 2.5, iqr: 0 },
      p99Ratio: 2.5,
      noise: 0,
      samples: 30,
    });
  });

  test('alternate, either first by chance, and the first round does not count', async () => {
    const order: string[] = [];
    const chances = [0.1, 0.9];
    const named = (name: string) => async () => order.push(name);
    const { samples } = await interleave(named('b'), named('p'), {
      rounds: 1,
      samplesARound: 2,
      chance: () => chances.shift() ?? 0,
    });

    expect(order.join('')).toBe('bpbppbpb');
    expect(samples).toBe(2);
  });

  test('a machine that gets slower halfway changes both and not their ratio, but shows as noise', () => {
    const { ratio, noise } = compare([
      { baseline: [2], product: [6] },
      { baseline: [2], product: [6] },
      { baseline: [4], product: [12] },
      { baseline: [4], product: [12] },
    ]);

    expect(ratio).toEqual({ value: 3, iqr: 0 });
    expect(noise).toBeGreaterThan(0.25);
  });

  test('one thing that goes wrong ends the run', async () => {
    const wrong = () => Promise.reject(new Error('denied'));
    const plan = { rounds: 1, samplesARound: 1, chance: () => 0 };

    await expect(interleave(steady(1), wrong, plan)).rejects.toThrow('denied');
  });
});

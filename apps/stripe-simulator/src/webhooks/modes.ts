/** What becomes of webhooks on their way, by request. */
export type Mode =
  | { readonly mode: 'deliver' }
  | { readonly mode: 'drop' }
  | { readonly mode: 'delay'; readonly seconds: number }
  | { readonly mode: 'duplicate'; readonly times: number }
  | { readonly mode: 'shuffle' }
  /** Every event many times over, and all at once. */
  | { readonly mode: 'flood'; readonly times: number };

/** When a webhook made at `now` is first tried: a dropped one never. Whole seconds of the virtual clock. */
export function firstTry(mode: Mode, now: number): number | null {
  switch (mode.mode) {
    case 'deliver':
    case 'duplicate':
    case 'flood':
    case 'shuffle':
      return now;
    case 'delay':
      return now + mode.seconds;
    case 'drop':
      return null;
  }
}

export const copies = (mode: Mode): number =>
  mode.mode === 'duplicate' || mode.mode === 'flood' ? mode.times : 1;

/** How many deliveries are on their way at one time. */
export const lanesOf = ({ mode }: Mode): number => (mode === 'flood' ? 64 : 4);

/** The same items in an order that depends on `seed` and nothing else. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = (seed % 2_147_483_646) + 1;
  for (let index = result.length - 1; index > 0; index -= 1) {
    state = (state * 48_271) % 2_147_483_647;
    const other = state % (index + 1);
    [result[index], result[other]] = [result[other] as T, result[index] as T];
  }
  return result;
}

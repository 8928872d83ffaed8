type Answer = { readonly lastResponse: { readonly headers: Readonly<Record<string, string>> } };
type OnClock = { readonly test_clock: unknown };

/**
 * When Stripe answered the first of these, by its own clock. Null where it does not say, or where a test clock gives
 * what was read another time.
 */
export function answeredAt(answers: readonly Answer[], read: readonly OnClock[]): Date | null {
  if (read.some(({ test_clock }) => test_clock !== null)) return null;
  const instants = answers.map(({ lastResponse }) => Date.parse(lastResponse.headers['date'] ?? ''));
  const first = Math.min(...instants);
  return Number.isNaN(first) ? null : new Date(first);
}

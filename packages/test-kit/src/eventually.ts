/** Repeats `look` until it neither throws nor answers false. Throws its last error after `withinMs` of machine time. */
export async function eventually(look: () => unknown, withinMs = 10_000): Promise<void> {
  const until = performance.now() + withinMs;
  for (;;)
    try {
      if ((await look()) === false) throw new Error(`not so within ${withinMs} ms: ${look.toString()}`);
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

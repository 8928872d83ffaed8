export type Progress = ReturnType<typeof createProgress>;

/** What a person sees while the stack starts: a line a step, with how long it took. */
export function createProgress(write: (text: string) => void, isTerminal: boolean) {
  const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

  return {
    line: (text: string): void => write(`${text}\n`),
    /** Runs one step. What `work` answers in `detail` stands behind its name. */
    async step<T extends { detail: string }>(name: string, work: () => Promise<T>): Promise<T> {
      const since = performance.now();
      if (isTerminal) write(`  … ${name}`);
      try {
        const result = await work();
        write(`${isTerminal ? '\r' : ''}  ✓ ${name.padEnd(11)} ${result.detail} (${seconds(since)})\n`);
        return result;
      } catch (error) {
        write(`${isTerminal ? '\r' : ''}  ✗ ${name}\n`);
        throw error;
      }
    },
  };
}

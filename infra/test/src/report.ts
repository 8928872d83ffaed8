import type { Outcome } from './command.ts';

export type Counts = { passed: number; failed: number; skipped: number };

export type Report = ReturnType<typeof createReport>;

/** Sums up what ran: each check counts as one, each test by itself. */
export function createReport(write: (line: string) => void) {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const ranOn: string[] = [];

  return {
    write,
    /** One step that is not made of tests. What it said is shown only when it failed. */
    step(name: string, { ok, output, seconds }: Outcome): void {
      if (ok) total.passed += 1;
      else total.failed += 1;
      write(`  ${ok ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`);
      if (!ok) write(output.trimEnd());
    },
    add(name: string, counts: Counts): void {
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.skipped += counts.skipped;
      write(`  ${counts.failed === 0 ? '✓' : '✗'} ${name}: ${sentence(counts)}`);
    },
    /** Something real that the tests ran on, or why they did not. */
    note: (line: string): void => void ranOn.push(line),
    /** The closing lines; the last one is for machines as well. Answers with the exit code. */
    close(): number {
      write('');
      for (const line of ranOn) write(line);
      write(sentence(total));
      return total.failed === 0 ? 0 : 1;
    },
  };
}

const sentence = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

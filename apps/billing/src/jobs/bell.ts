/** A bell that one loop waits for. A ring while nobody waits is kept. */
export function createBell() {
  let isRung = false;
  let answer: () => void = () => undefined;

  return {
    ring(): void {
      isRung = true;
      answer();
    },
    /** Resolves at the next ring, or after `milliseconds` of machine time. */
    async wait(milliseconds: number): Promise<void> {
      if (!isRung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          answer = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      isRung = false;
    },
  };
}

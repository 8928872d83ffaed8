const LARGEST = 200;

type Waiting<T, R> = {
  readonly items: readonly T[];
  resolve(result: R): void;
  reject(error: unknown): void;
};

/**
 * Does what many ask for at the same time in one go; nobody waits for company. `atOnce` batches may be under way:
 * while one is written, the next is read; with one, whoever comes meanwhile goes along with the next.
 *
 * Each is answered with what came of the whole. Where a whole fails, each of it is tried by itself, so that what is
 * wrong with one hurts nobody else.
 */
export function gathering<T, R>(work: (items: readonly T[]) => Promise<R>, atOnce: number) {
  const waiting: Waiting<T, R>[] = [];
  let underWay = 0;

  const alone = async (one: Waiting<T, R>): Promise<void> => work(one.items).then(one.resolve, one.reject);

  const next = async (): Promise<void> => {
    if (underWay >= atOnce || waiting.length === 0) return;
    const batch = waiting.splice(0, LARGEST);
    underWay += 1;
    try {
      if (batch.length === 1) return await alone(batch[0]!);
      const result = await work(batch.flatMap(({ items }) => items));
      for (const { resolve } of batch) resolve(result);
    } catch {
      await Promise.all(batch.map(alone));
    } finally {
      underWay -= 1;
      void next();
    }
  };

  return (items: readonly T[]): Promise<R> =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      // What has come in by the same look at the sockets goes with it.
      if (waiting.length === 1) setImmediate(() => void next());
    });
}

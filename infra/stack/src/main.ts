import { Unusable, readOptions } from './options.ts';
import { createProgress } from './progress.ts';
import { createShutdown } from './shutdown.ts';
import { startStack } from './start-stack.ts';

/** `npm start`: brings the whole system up, keeps it up until told to end, and leaves no process behind. */
export async function main(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const progress = createProgress((text) => process.stdout.write(text), process.stdout.isTTY === true);
  const shutdown = createShutdown();
  try {
    const started = startStack({ options: readOptions(argv, env), progress, shutdown });
    // A start that is told to end is not waited for: what it started is on the shutdown's list.
    const failure = started.then(
      () => shutdown.asked,
      (error: unknown) => Promise.reject(error instanceof Error ? error : new Error(String(error))),
    );
    await Promise.race([failure, shutdown.asked]);
    progress.line('\nStopping.');
    return 0;
  } catch (error) {
    if (error instanceof Unusable) progress.line(`\n${error.message}`);
    else progress.line(`\nThe start failed. ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof Unusable ? 78 : 1;
  } finally {
    await shutdown.run();
  }
}

import type { Progress } from './progress.ts';
import { missingPrograms, programs, type Program, type World } from './services.ts';
import type { Shutdown } from './shutdown.ts';
import { noteStarted } from './state.ts';
import { supervise, type Supervised } from './supervisor.ts';

/** Starts every program of the system and answers when all are ready. */
export async function runPrograms(
  world: World,
  { progress, shutdown }: { progress: Progress; shutdown: Shutdown },
) {
  const all = programs(world);
  const missing = missingPrograms(all);
  if (missing.length > 0) throw new Error(`This checkout lacks ${missing.join(', ')}.`);

  const running: Supervised[] = [];
  const pids = (): Record<string, number> => ({
    stack: process.pid,
    ...Object.fromEntries(running.map(({ name, pid }) => [name, pid()])),
    ...known('postgres', world.databases.pid),
    ...known('kafka', world.log.pid),
  });
  let restarted = (): void => undefined;

  const begin = (program: Program): Supervised =>
    supervise({
      program,
      logFile: world.state.logFile(program.name),
      watch: world.options.watch,
      say: progress.line,
      started() {
        // At the first start it is not in the list yet; it is noted below.
        noteStarted(
          world.state,
          running.map(({ pid, mark }) => ({ pid: pid(), mark })),
        );
        restarted();
      },
    });

  shutdown.add(() => stopInOrder(running));
  await progress.step('Services', async () => {
    for (const program of all) {
      if (shutdown.signal.aborted) break;
      running.push(begin(program));
      noteStarted(
        world.state,
        running.map(({ pid, mark }) => ({ pid: pid(), mark })),
      );
    }
    await Promise.all(running.map((supervised) => supervised.untilReady()));
    return { detail: `${running.length} processes are ready` };
  });
  return { pids, onRestart: (action: () => void): void => void (restarted = action) };
}

const known = (name: string, pid: number | null): Record<string, number> =>
  pid === null ? {} : { [name]: pid };

/** Pages first, then services, then the simulator and the inbox they still speak to. */
async function stopInOrder(running: readonly Supervised[]): Promise<void> {
  const stand = (names: readonly string[]) => running.filter(({ name }) => names.includes(name));
  const pages = stand(['site', 'finance']);
  const ground = stand(['stripe-simulator', 'inbox', 'staff-directory']);
  const services = running.filter((program) => !pages.includes(program) && !ground.includes(program));
  for (const group of [pages, services, ground]) await Promise.all(group.map((program) => program.stop()));
}

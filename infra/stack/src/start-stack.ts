import { forgetEventLog, openEventLog } from './event-log.ts';
import { migrate } from './migrations.ts';
import { offersFile } from './offers-file.ts';
import { Unusable, type Options } from './options.ts';
import { holderOf } from './port-holder.ts';
import { forgetDatabases, openDatabases } from './postgres.ts';
import { build } from './build.ts';
import type { Progress } from './progress.ts';
import { runPrograms } from './run-programs.ts';
import { secretsOf } from './secrets.ts';
import { playPeople, publishPaper, putOnSale, SEED_SPAN_MS } from './seed.ts';
import type { World } from './services.ts';
import type { Shutdown } from './shutdown.ts';
import { describeStack, type StackFile } from './stack-file.ts';
import { openState, takeOver, type State } from './state.ts';
import { table } from './table.ts';

type Start = { readonly options: Options; readonly progress: Progress; readonly shutdown: Shutdown };

/** Everything from an empty folder to an open newspaper, step by step. */
export async function startStack(start: Start): Promise<void> {
  const { options, progress, shutdown } = start;
  const state = openState(options.stateDir);
  const lock = await takeOver(state);
  shutdown.add(() => Promise.resolve(lock.release()));
  if (options.reset || isHalfSeeded(options, state, progress)) await forget(options, state);

  const world = await openWorld(start, state);
  const running = await runPrograms(world, { progress, shutdown });
  const people = await fill(world, start, running.pids);

  const publish = async (): Promise<void> =>
    state.write('stack.json', await describeStack(world, { people, pids: running.pids() }));
  await publish();
  shutdown.add(() => Promise.resolve(state.remove('stack.json')));
  running.onRestart(() => void publish().catch(() => undefined));
  progress.line(table(state.read<StackFile>('stack.json'), { log: world.log.detail, state: state.folder }));
}

async function openWorld({ options, progress, shutdown }: Start, state: State): Promise<World> {
  await refuseTakenPorts(options);
  await progress.step('Build', () => build(shutdown.signal));
  const databases = await progress.step('PostgreSQL', () => shutdown.acquire(openDatabases(options, state)));
  const log = await progress.step('Event log', () => shutdown.acquire(openEventLog(options, state)));
  await progress.step('Migrations', () => migrate(databases));
  const clockStart = new Date(Date.now() - (options.people ? SEED_SPAN_MS : 0));
  return { options, state, secrets: secretsOf(state), databases, log, clockStart };
}

async function fill(
  world: World,
  { progress, shutdown }: Start,
  pids: () => Record<string, number>,
): Promise<StackFile['people']> {
  const { state, options, databases } = world;
  if (!state.has('paper.json')) {
    await progress.step('Paper', () => publishPaper(databases.urlOf('content'), state, shutdown.signal));
    state.write('paper.json', { published: true });
  }
  const stack = await describeStack(world, { people: [], pids: pids() });
  const { isNew, remember } = offersFile(state);
  if (isNew) {
    await progress.step('Offers', () => putOnSale(state, { stack, signal: shutdown.signal }));
    remember();
  }
  if (state.has('people.json')) return state.read<StackFile['people']>('people.json');
  if (!options.people) return [];

  state.write('seeding', { since: new Date().toISOString() });
  const { people } = await progress.step('People', async () => {
    const say = (line: string): void => progress.line(`      ${line}`);
    const played = await playPeople(state, { stack, today: new Date(), say, signal: shutdown.signal });
    return { people: played, detail: `${played.length} people, each brought here by living it` };
  });
  state.remove('seeding');
  return people;
}

/** A start that was killed while it played people's lives left half of them; they cannot be taken up again. */
function isHalfSeeded({ databaseUrl }: Options, state: State, progress: Progress): boolean {
  if (!state.has('seeding')) return false;
  if (databaseUrl !== null)
    throw new Unusable('An earlier start was ended while it filled the paper. Start again with --reset.');
  progress.line('An earlier start was ended while it filled the paper; this one begins afresh.');
  return true;
}

async function forget(options: Options, state: State): Promise<void> {
  await forgetDatabases(options, state);
  await forgetEventLog(options, state);
  const kept = [
    'stripe-simulator.sqlite',
    'inbox',
    'logs',
    'people.json',
    'paper.json',
    'offers.json',
    'seeding',
    'secrets.json',
  ];
  for (const name of [...kept, 'stripe-simulator.sqlite-wal', 'stripe-simulator.sqlite-shm'])
    state.remove(name);
  openState(state.folder);
}

async function refuseTakenPorts({ ports, databaseUrl, kafkaBrokers }: Options): Promise<void> {
  const unused = new Set([
    ...(databaseUrl === null ? [] : ['postgres']),
    ...(kafkaBrokers.length === 0 ? [] : ['kafka', 'kafka-controller']),
  ]);
  const wanted = Object.entries(ports).filter(([place]) => !unused.has(place));
  const holders = await Promise.all(
    wanted.map(async ([place, port]) => ({ place, port, holder: await holderOf(port) })),
  );
  const taken = holders.filter(({ holder }) => holder !== null);
  if (taken.length === 0) return;
  const lines = taken.map(({ place, port, holder }) => `  ${port} (for ${place}) is held by ${holder}`);
  throw new Unusable(
    `These ports are taken:\n${lines.join('\n')}\nSet GATEFOLD_PORT_BASE to start this stack elsewhere.`,
  );
}

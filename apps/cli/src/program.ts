import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import { announceAll } from './commands/announce.ts';
import { showClock, turnClock } from './commands/clock.ts';
import { listDeadLetters, redriveDeadLetters } from './commands/dead-letters.ts';
import { explain } from './commands/explain.ts';
import { importCsv, importStripe } from './commands/import.ts';
import { listNewsletters, sendIssue, showIssue } from './commands/newsletter.ts';
import { applyOffers, listOffers, planOffers } from './commands/offers.ts';
import { takeReturnedMail } from './commands/returned-mail.ts';
import { rebuildEntitlement } from './commands/rebuild-entitlement.ts';
import { status } from './commands/status.ts';
import { durationOf } from './duration.ts';
import { createOutput, type Output } from './output.ts';
import { findTarget, type Target, type Whereabouts } from './stack.ts';

type Sink = { write(text: string): unknown };
const silence: Sink = { write: () => undefined };

type Run = (target: Target, output: Output) => Promise<number>;

/** The words of `gatefold`. `run` resolves with the exit code of the command. */
export function buildProgram(stdout: Sink, whereabouts: Whereabouts, stderr: Sink = silence) {
  const program = new Command('gatefold')
    .description('Runs and explains a Gatefold system.')
    .option('--json', 'one JSON object instead of lines');
  let exitCode = 0;
  const isJson = (): boolean => program.opts<{ json?: boolean }>().json === true;
  const perform = async (run: Run): Promise<void> => {
    const noteTo = (text: string) => void stderr.write(text);
    const output = createOutput(isJson(), (text) => void stdout.write(text), noteTo);
    exitCode = await run(findTarget(whereabouts), output);
  };

  program
    .command('status')
    .description('who is ready, what is parked')
    .action(() => perform(status));
  program
    .command('explain <reader>')
    .description('why a reader (id or address) may or may not read')
    .option('--feature <name>', 'the feature', 'articles')
    .option('--at <instant>', 'a past instant, ISO 8601')
    .action((reader: string, options: { feature: string; at?: string }) =>
      perform((target, output) => explain(target, output, { reader, ...options })),
    );
  addClock(program, perform);
  addOffers(program, perform);
  addImports(program, perform);
  addNewsletters(program, perform);
  addReturnedMail(program, perform);
  addDeadLetters(program, perform);
  program
    .command('announce')
    .description('say every present state again')
    .requiredOption('--all', 'of all services')
    .action(() => perform(announceAll));
  program
    .command('entitlement')
    .description('what readers may read')
    .command('rebuild')
    .description('make every set anew from what billing says, while answers go on')
    .action(() => perform(rebuildEntitlement));
  addStories(program, async (name) => {
    exitCode = await playStory(name, isJson());
  });

  return {
    async run(argv: readonly string[]): Promise<number> {
      await program.parseAsync([...argv]);
      return exitCode;
    },
  };
}

const addStories = (program: Command, play: (name: string | undefined) => Promise<void>): Command =>
  program.command('story [name]').description("play a reader's story against the running stack").action(play);

function addClock(program: Command, perform: (run: Run) => Promise<void>): void {
  const clock = program.command('clock').description("business time, where the simulator's clock rules");
  clock.command('show').action(() => perform(showClock));
  clock
    .command('advance <duration>')
    .description('for example 28d, 4w, 90m, or seconds')
    .action((text: string) => {
      const milliseconds = durationOf(text);
      if (milliseconds === null)
        throw new InvalidArgumentError(`“${text}” is not a duration such as 28d or 90m.`);
      return perform((target, output) => turnClock(target, output, { advance: milliseconds / 1000 }));
    });
  clock.command('to <instant>').action((to: string) => {
    const instant = new Date(to);
    if (Number.isNaN(instant.getTime()))
      throw new InvalidArgumentError(`“${to}” is not an ISO 8601 instant.`);
    return perform((target, output) => turnClock(target, output, { to: instant.toISOString() }));
  });
}

function addOffers(program: Command, perform: (run: Run) => Promise<void>): void {
  const offers = program.command('offers').description('what is for sale, as one file');
  const withFile = (name: string, says: string): Command =>
    offers.command(name).description(says).requiredOption('--file <file>', 'the offers as JSON');
  withFile('plan', 'what would change if the file were applied').action(({ file }: { file: string }) =>
    perform((target, output) => planOffers(target, output, file)),
  );
  withFile('apply', 'put the file on sale, here and at Stripe').action(({ file }: { file: string }) =>
    perform((target, output) => applyOffers(target, output, file)),
  );
  offers
    .command('list')
    .description('every version that was ever on sale')
    .action(() => perform(listOffers));
}

const APPLY = ['--apply', 'take over what a dry run has shown; without it nothing is written'] as const;

function addImports(program: Command, perform: (run: Run) => Promise<void>): void {
  const imports = program.command('import').description('subscribers who were somewhere else before');
  imports
    .command('csv')
    .description('from a file with the columns email, offer, paid_through, stripe_subscription')
    .requiredOption('--file <file>', 'the subscribers')
    .option(...APPLY)
    .action(({ file, apply = false }: { file: string; apply?: boolean }) =>
      perform((target, output) => importCsv(target, output, { file, apply })),
    );
  imports
    .command('stripe')
    .description('from the Stripe account itself')
    .requiredOption('--price <price=offer...>', 'which offer a price at Stripe is', priceNamed, {})
    .option(...APPLY)
    .action(({ price: prices, apply = false }: { price: Record<string, string>; apply?: boolean }) =>
      perform((target, output) => importStripe(target, output, { prices, apply })),
    );
}

function priceNamed(text: string, before: Record<string, string>): Record<string, string> {
  const [price = '', offer = '', more] = text.split('=');
  if (price === '' || offer === '' || more !== undefined)
    throw new InvalidArgumentError(`“${text}” is not such as price_1Abc=digital.`);
  return { ...before, [price]: offer };
}

function addNewsletters(program: Command, perform: (run: Run) => Promise<void>): void {
  const newsletter = program.command('newsletter').description('what is sent to those who asked for it');
  newsletter
    .command('list')
    .description('all that there are')
    .action(() => perform(listNewsletters));
  newsletter
    .command('send <newsletter>')
    .description('send an issue to all who asked for it; the same file again sends nothing')
    .requiredOption('--file <file>', 'the issue as JSON, by language')
    .action((name: string, { file }: { file: string }) =>
      perform((target, output) => sendIssue(target, output, { newsletter: name, file })),
    );
  newsletter
    .command('progress <issue>')
    .description('how far the sending of an issue is')
    .action((id: string) => perform((target, output) => showIssue(target, output, id)));
}

function addReturnedMail(program: Command, perform: (run: Run) => Promise<void>): void {
  program
    .command('returned-mail <file>')
    .description('read a mail that came back to the sender, and do what follows; - is what is piped in')
    .action((file: string) => perform((target, output) => takeReturnedMail(target, output, file)));
}

function addDeadLetters(program: Command, perform: (run: Run) => Promise<void>): void {
  const deadLetters = program.command('dlq').description('events that could not be taken in');
  deadLetters.command('list').action(() => perform(listDeadLetters));
  deadLetters
    .command('redrive')
    .option('--key <key>', 'only those of one key')
    .action(({ key }: { key?: string }) =>
      perform((target, output) => redriveDeadLetters(target, output, key)),
    );
}

/** Stories live with the tests, so they are started as what they are: a program of their own. */
async function playStory(name: string | undefined, json: boolean): Promise<number> {
  const script = new URL('../../../tests/stories/main.ts', import.meta.url).pathname;
  const words = [...(name === undefined ? [] : [name]), ...(json ? ['--json'] : [])];
  const [code] = (await once(spawn(process.execPath, [script, ...words], { stdio: 'inherit' }), 'exit')) as [
    number | null,
  ];
  return code ?? 1;
}

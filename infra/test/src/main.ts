import { openBrokers } from './brokers.ts';
import { browserHere } from './browser.ts';
import { runChecks } from './checks.ts';
import { openDatabase } from './database.ts';
import { createReport, type Report } from './report.ts';
import { createScratch } from './scratch.ts';
import { playStories } from './stories.ts';
import { runProject } from './vitest.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run check`: everything that needs nothing but this folder. */
export async function check(_env: NodeJS.ProcessEnv): Promise<number> {
  const report = createReport(print);
  await runChecks(report);
  report.add('unit tests', await runProject('unit'));
  return report.close();
}

/** `npm test`: the checks, then everything on real PostgreSQL, real Kafka and a real browser. */
export async function test(env: NodeJS.ProcessEnv): Promise<number> {
  const report = createReport(print);
  await runChecks(report);
  report.add('unit tests', await runProject('unit'));

  const scratch = await createScratch();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void scratch.close().then(() => process.exit(130)));
  try {
    await runOnRealThings(report, scratch, env);
  } finally {
    await scratch.close();
  }
  return report.close();
}

async function runOnRealThings(
  report: Report,
  scratch: Awaited<ReturnType<typeof createScratch>>,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const database = await scratch.open(openDatabase(scratch.folder, env));
  const brokers = await scratch.open(openBrokers(scratch.folder, env));
  const browser = await browserHere();
  report.note(`PostgreSQL: ${database.detail}`);
  report.note(`Kafka:      ${brokers.detail}`);
  report.note(`Browser:    ${browser.detail}`);
  if (env['CI'] === 'true')
    refuseSkips(report, { Kafka: brokers.addresses.length > 0, browser: browser.found });

  const real = { TEST_DATABASE_URL: database.url, TEST_KAFKA_BROKERS: brokers.addresses.join(',') };
  report.add('integration tests', await runProject('int', real));
  report.add('browser tests', await runProject('browser', real));
  report.add('system tests', await runProject('stack', real));
  await playStories(report, scratch, brokers.addresses.length > 0 ? ['kafka', 'postgres'] : ['postgres']);
}

/** On the way to users, what could not run has failed. */
function refuseSkips(report: Report, here: Readonly<Record<string, boolean>>): void {
  for (const [name, isHere] of Object.entries(here))
    report.step(`${name} is there, as CI demands`, {
      ok: isHere,
      output: `${name} could not be started.`,
      seconds: 0,
    });
}

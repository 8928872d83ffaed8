import { ApiProblem } from '@gatefold/api';
import { buildProgram } from './program.ts';
import { EXIT, Unreachable } from './stack.ts';

try {
  const whereabouts = {
    stackFile: process.env['GATEFOLD_STACK'] ?? '.gatefold/stack.json',
    privateJwk: process.env['SERVICE_PRIVATE_JWK'],
  };
  process.exitCode = await buildProgram(process.stdout, whereabouts, process.stderr).run(process.argv);
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  const isUnreachable = error instanceof Unreachable || (error instanceof ApiProblem && error.status === 503);
  process.exitCode = isUnreachable ? EXIT.unreachable : EXIT.usage;
}

/** What was refused, with every field that a problem names. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const issues = error instanceof ApiProblem ? error.facts['issues'] : undefined;
  if (!Array.isArray(issues)) return error.message;
  const lines = (issues as { field?: string; path?: string; message: string }[]).map(
    ({ field, path, message }) => `  ${field ?? path ?? ''}: ${message}`,
  );
  return [error.message, ...lines].join('\n');
}

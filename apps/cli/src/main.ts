import { ApiProblem } from '@gatefold/api';
import { buildProgram } from './program.ts';
import { EXIT, Unreachable } from './stack.ts';

try {
  process.exitCode = await buildProgram(process.stdout, {
    stackFile: process.env['GATEFOLD_STACK'] ?? '.gatefold/stack.json',
    privateJwk: process.env['SERVICE_PRIVATE_JWK'],
  }).run(process.argv);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  const isUnreachable = error instanceof Unreachable || (error instanceof ApiProblem && error.status === 503);
  process.exitCode = isUnreachable ? EXIT.unreachable : EXIT.usage;
}

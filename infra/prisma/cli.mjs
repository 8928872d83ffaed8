import { spawnSync } from 'node:child_process';
import { prismaCommand } from './command.mjs';

// `node infra/prisma/cli.mjs <arguments>` is Prisma's own CLI for the app in the current folder.
const { file, args, env } = prismaCommand(process.argv.slice(2));
const { status, error } = spawnSync(file, args, { env, stdio: 'inherit' });
if (error !== undefined) throw error;
process.exit(status ?? 1);

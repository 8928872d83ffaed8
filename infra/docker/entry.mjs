import path from 'node:path';
import { secretsFromFiles } from './secret-files.mjs';

Object.assign(process.env, secretsFromFiles(process.env));

await import(path.resolve(process.env.ENTRY));

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { memoryOf } from '../process/bootstrap.mjs';

type Service = {
  readonly build?: { readonly args?: { readonly APP?: string; readonly MEMORY?: string } };
  readonly environment?: object;
};

const root = path.resolve(import.meta.dirname, '../..');

const compose = parse(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};

const apps = Object.values(compose.services).flatMap(({ build, environment }) =>
  build?.args?.APP === undefined
    ? []
    : [{ app: build.args.APP, memory: build.args.MEMORY, given: Object.keys(environment ?? {}) }],
);

const envOf = (app: string): string =>
  ['src/env.ts', 'src/server/env.ts'].map((file) => path.join(root, 'apps', app, file)).find(existsSync)!;

async function requiredBy(app: string): Promise<string[]> {
  const { Env } = (await import(envOf(app))) as { Env: z.ZodType };
  return (
    (z.toJSONSchema(Env, { io: 'input', unrepresentable: 'any' }) as { required?: string[] }).required ?? []
  );
}

test('Compose runs every app', () => expect(apps.length).toBe(8));

test.each(apps)('Compose gives $app all that it must have at start', async ({ app, given }) => {
  const names = given.map((name) => name.replace(/_FILE$/, ''));
  expect((await requiredBy(app)).filter((name) => !names.includes(name))).toEqual([]);
});

test.each(apps.filter(({ app }) => existsSync(path.join(root, 'apps', app, 'src/main.ts'))))(
  'Compose gives $app the memory that npm start gives it',
  ({ app, memory }) => {
    const image = readFileSync(path.join(root, 'infra/docker/service.Dockerfile'), 'utf8');
    const usual = /^ARG MEMORY="(.*)"$/m.exec(image)?.[1];
    expect(memory ?? usual).toBe(memoryOf(app).join(' '));
  },
);

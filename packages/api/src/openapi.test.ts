import { describe, expect, test } from 'vitest';
import { billing } from './billing.ts';
import { content } from './content.ts';
import type { Endpoint } from './endpoint.ts';
import { entitlement } from './entitlement.ts';
import { deniedReasons, grantedReasons } from './entitlement-shapes.ts';
import { identity } from './identity.ts';
import { mail } from './mail.ts';
import { openApiOf } from './openapi.ts';
import { operations } from './operations.ts';

const all: Readonly<Record<string, Readonly<Record<string, Endpoint>>>> = {
  billing,
  content,
  entitlement,
  identity,
  mail,
  operations,
};

type Document = {
  openapi: string;
  paths: Record<string, Record<string, { security?: unknown[]; responses: object }>>;
};

describe.each(Object.entries(all))('the contract of %s', (_name, endpoints) => {
  const document = openApiOf('Test', endpoints) as Document;

  test('has every operation, each with its success and its problems', () => {
    expect(document.openapi).toBe('3.1.0');
    for (const { method, path, status } of Object.values(endpoints))
      expect(Object.keys(document.paths[path]?.[method]?.responses ?? {})).toEqual([
        String(status),
        'default',
      ]);
  });

  test('asks for a token wherever not everyone may call', () => {
    for (const { method, path, caller } of Object.values(endpoints))
      expect(document.paths[path]?.[method]?.security !== undefined).toBe(caller !== 'anyone');
  });

  test('names every parameter that stands in a path', () => {
    for (const { path, params } of Object.values(endpoints)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys((params as { shape?: object } | undefined)?.shape ?? {})).toEqual(names);
    }
  });

  test('has one operation for a method and a path', () => {
    const places = Object.values(endpoints).map(({ method, path }) => `${method} ${path}`);

    expect(new Set(places).size).toBe(places.length);
  });
});

test('a reason is either a yes or a no', () => {
  const both = grantedReasons.filter((reason) => (deniedReasons as readonly string[]).includes(reason));

  expect(both).toEqual([]);
});

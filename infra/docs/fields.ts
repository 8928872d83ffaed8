import { z } from 'zod';

type Schema = {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
};

/** The fields of a zod object with their types in words, nested ones by their path. */
export function fieldsOf(schema: z.ZodType): [name: string, type: string][] {
  return walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, '');
}

function walk(schema: Schema, prefix: string): [string, string][] {
  const inner =
    schema.properties ?? schema.anyOf?.find(({ properties }) => properties !== undefined)?.properties;
  if (inner !== undefined)
    return [
      ...(prefix === '' ? [] : [[prefix, wordsFor(schema)] as [string, string]]),
      ...Object.entries(inner).flatMap(([name, field]) =>
        walk(field, prefix === '' ? name : `${prefix}.${name}`),
      ),
    ];
  if (schema.items?.properties !== undefined)
    return [[prefix, 'list of objects'], ...walk(schema.items, `${prefix}[]`).slice(1)];
  return [[prefix, wordsFor(schema)]];
}

function wordsFor(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.anyOf !== undefined) return schema.anyOf.map(wordsFor).join(' or ');
  if (schema.items !== undefined) return `list of ${wordsFor(schema.items)}`;
  if (schema.format === 'date-time') return 'instant';
  if (schema.format !== undefined) return schema.format;
  return schema.type === undefined ? 'any' : [schema.type].flat().join(' or ');
}

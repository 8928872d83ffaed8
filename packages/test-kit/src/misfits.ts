import { anId } from './ids.ts';

/** Of a JSON schema, what says which values fit it. */
export type Schema = {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
};

const ofFormat: Readonly<Record<string, string>> = {
  uuid: anId(97),
  'date-time': '2026-03-02T09:00:00Z',
  date: '2026-03-02',
  email: 'somebody@misfits.example',
  uri: 'https://misfits.example/',
};

/** Texts of which one fits whatever a contract asks for by a pattern. */
const texts = [
  'x',
  'USD',
  '100',
  '2026-03',
  '2026-03-02',
  '2026-03-02T09:00:00Z',
  'en',
  '/x',
  'ABCD-EFGH-JKL',
  'ABCDEFGHJKLM',
  'de-AT',
  '192.0.2.0/24',
  'a'.repeat(64),
  '000000',
  'abc.def.ghi',
];

/** A value that fits, with every field that may be given; where there are several ways, the first. */
export function sampleOf(schema: Schema, root: Schema = schema): unknown {
  const one = resolved(schema, root);
  if ('const' in one) return one.const;
  if (one.enum !== undefined) return one.enum[0];
  const [way] = [one.anyOf, one.oneOf, one.allOf].flatMap((ways) => ways ?? []);
  return way === undefined ? (samplers[one.type ?? '']?.(one, root) ?? null) : sampleOf(way, root);
}

const samplers: Readonly<Record<string, (schema: Schema, root: Schema) => unknown>> = {
  object: ({ properties = {} }, root) =>
    Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, sampleOf(field, root)])),
  array: ({ items }, root) => (items === undefined ? [] : [sampleOf(items, root)]),
  string: textFor,
  integer: ({ minimum = 1 }) => minimum,
  number: ({ minimum = 1 }) => minimum,
  boolean: () => true,
};

const resolved = (schema: Schema, root: Schema): Schema =>
  schema.$ref === undefined ? schema : (root.$defs?.[schema.$ref.split('/').at(-1) ?? ''] ?? {});

function textFor({ format, pattern, minLength = 0 }: Schema): string {
  if (pattern !== undefined && ofFormat[format ?? ''] === undefined) {
    const fits = new RegExp(pattern, 'u');
    return texts.find((text) => text.length >= minLength && fits.test(text)) ?? 'x';
  }
  return ofFormat[format ?? ''] ?? 'x'.repeat(Math.max(1, minLength));
}

export type Misfit = { readonly what: string; readonly body: string };

/** What nobody may set by writing it into a request. */
const EXTRA = { isStaff: true };
const LONG = 'x'.repeat(100_000);

/**
 * Of a body that fits: the same with a field too many in each object, and with a text too long in each place, all as
 * text, since JSON can say what no object here holds.
 */
export const misfitsOf = (fits: unknown): Misfit[] =>
  placesIn(fits).flatMap(({ path, value }) => {
    const where = path.join('.') || 'the body';
    if (typeof value === 'string')
      return [{ what: `${where} of 100,000 letters`, body: JSON.stringify(replaced(fits, path, LONG)) }];
    if (!isObject(value)) return [];
    return [
      {
        what: `a field too many in ${where}`,
        body: JSON.stringify(replaced(fits, path, { ...value, ...EXTRA })),
      },
    ];
  });

/** Of a body that fits: what may be refused or taken, and breaks nothing. */
export const oddOnesOf = (fits: unknown): Misfit[] =>
  placesIn(fits).flatMap(({ path, value }) => {
    const odd = oddFor(value);
    return odd.map((one) => ({
      what: `${path.join('.') || 'the body'} = ${JSON.stringify(one).slice(0, 40)}`,
      body: JSON.stringify(replaced(fits, path, one)),
    }));
  });

function oddFor(value: unknown): unknown[] {
  if (typeof value === 'string')
    return [
      '\0',
      '\ud800',
      '',
      `${value}\0`,
      null,
      ...(/^\d+$/.test(value) ? ['9'.repeat(40), `-${value}`] : []),
    ];
  if (typeof value === 'number') return [-1, 1e308, 0.5, 9e15, null, '1'];
  return [null, [], 'x', 1];
}

type Place = { readonly path: readonly string[]; readonly value: unknown };

const placesIn = (value: unknown, path: readonly string[] = []): Place[] => [
  { path, value },
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...path, name]))
    : []),
];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function replaced(whole: unknown, [first, ...rest]: readonly string[], by: unknown): unknown {
  if (first === undefined) return by;
  if (Array.isArray(whole))
    return whole.map((item: unknown, index) => (String(index) === first ? replaced(item, rest, by) : item));
  const of = whole as Readonly<Record<string, unknown>>;
  return { ...of, [first]: replaced(of[first], rest, by) };
}

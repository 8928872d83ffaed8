import { currencyNamed } from '../domain/currency.ts';
import { refuse } from '../domain/refusals.ts';
import { resolved, type Shape } from './derived.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads what came as text into what Stripe's package declares: numbers, booleans, lists, objects.
 *
 * The first mistake is told the way Stripe tells it. Empty text stays empty text: it unsets.
 */
export function readDerived(shape: Shape, form: unknown): Fields {
  return read(resolved(shape), form, '') as Fields;
}

type Known = Exclude<Shape, number>;

function read(shape: Known, given: unknown, name: string): unknown {
  if (typeof shape === 'string') return readWord(shape, given, name);
  if ('n' in shape) return given === '' ? '' : read(resolved(shape.n), given, name);
  if ('e' in shape) return readEnum(shape.e, given, name);
  if ('u' in shape) return readOneOf(shape.u, given, name);
  if ('a' in shape) return readList(shape.a, given, name);
  if ('m' in shape) return readNames(shape.m, given, name);
  return readObject(shape, given, name);
}

const LONGEST = 5_000;

function readWord(kind: Extract<Shape, string>, given: unknown, name: string): unknown {
  if (typeof given !== 'string') throw invalid(name, 'it is not text.');
  switch (kind) {
    case 'string':
      if (given.length > LONGEST) throw invalid(name, `it has more than ${LONGEST} characters.`);
      return isNamed(name, 'currency') ? currencyOf(given, name) : given;
    case 'boolean':
      return readFlag(given, name);
    case 'integer':
    case 'decimal':
      return readNumber(kind, given, name);
  }
}

function readFlag(given: string, name: string): boolean {
  if (given !== 'true' && given !== 'false') throw emptyOr(given, name, 'must be true or false.');
  return given === 'true';
}

function readNumber(kind: 'decimal' | 'integer', given: string, name: string): number {
  const form = kind === 'integer' ? /^-?\d{1,15}$/ : /^-?\d{1,15}(\.\d{1,12})?$/;
  if (form.test(given)) return Number(given);
  if (given === '') throw empty(name);
  throw kind === 'integer' ? notWhole(name) : invalid(name, 'must be a number.');
}

function readEnum(words: readonly string[], given: unknown, name: string): string {
  if (typeof given === 'string' && words.includes(given)) return given;
  throw emptyOr(given, name, `must be one of ${words.slice(0, 40).join(', ')}.`);
}

/** The first form that fits; where none does, the last one says why. */
function readOneOf(shapes: readonly Shape[], given: unknown, name: string): unknown {
  const fitting = shapes.map(resolved).filter((shape) => isComposite(shape) === (typeof given === 'object'));
  const tried = fitting.length === 0 ? shapes.map(resolved) : fitting;
  let refusal: unknown;
  for (const shape of tried)
    try {
      return read(shape, given, name);
    } catch (error) {
      refusal = error;
    }
  throw refusal;
}

const isComposite = (shape: Known): boolean =>
  typeof shape === 'object' &&
  ('o' in shape || 'a' in shape || 'm' in shape || ('n' in shape && isComposite(resolved(shape.n))));

/** A list comes with indices in a row, or as an object when they have gaps. */
function readList(item: Shape, given: unknown, name: string): unknown[] {
  const items = Array.isArray(given) ? given : isFields(given) ? itemsOf(given, name) : null;
  if (items === null) throw emptyOr(given, name, 'it is a list.');
  return items.map((one, index) => read(resolved(item), one, `${name}[${index}]`));
}

function itemsOf(given: Fields, name: string): unknown[] {
  if (!Object.keys(given).every((key) => /^\d+$/.test(key))) throw invalid(name, 'it is a list.');
  return Object.values(given);
}

const MOST_METADATA = 50;

function readNames(value: Shape, given: unknown, name: string): Fields {
  const fields = Array.isArray(given) ? { ...given } : given;
  if (!isFields(fields)) throw emptyOr(given, name, 'it is an object.');
  if (isNamed(name, 'metadata')) checkMetadata(fields, name);
  const areCurrencies = isNamed(name, 'currency_options');
  return Object.fromEntries(
    Object.entries(fields).map(([key, one]) => [
      areCurrencies ? currencyOf(key, nested(name, key)) : key,
      read(resolved(value), one, nested(name, key)),
    ]),
  );
}

const isNamed = (name: string, word: string): boolean => name === word || name.endsWith(`[${word}]`);

function currencyOf(given: string, param: string): string {
  const currency = currencyNamed(given);
  if (currency !== null) return currency;
  throw refuse('parameter_invalid', `Invalid currency: ${given.slice(0, 100)}.`, { param });
}

function checkMetadata(fields: Fields, name: string): void {
  const keys = Object.keys(fields);
  if (keys.length > MOST_METADATA)
    throw refuse('parameter_invalid', `Metadata can have up to ${MOST_METADATA} keys.`, { param: name });
  for (const key of keys) {
    if (key.length > 40)
      throw refuse('parameter_invalid', 'Metadata keys can be up to 40 characters long.', { param: name });
    if (String(fields[key]).length > 500)
      throw refuse('parameter_invalid', `Metadata values can be up to 500 characters long (${key}).`, {
        param: nested(name, key),
      });
  }
}

type ObjectShape = Extract<Known, { readonly o: unknown }>;

function readObject({ o: fields, r: needed = [] }: ObjectShape, given: unknown, name: string): Fields {
  if (!isFields(given)) throw emptyOr(given, name, 'it is an object.');
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(fields, key));
  if (unknown !== undefined)
    throw refuse('parameter_unknown', `Received unknown parameter: ${nested(name, unknown)}`, {
      param: nested(name, unknown),
    });
  const missing = needed.find((key) => !Object.hasOwn(given, key));
  if (missing !== undefined)
    throw refuse('parameter_missing', `Missing required param: ${nested(name, missing)}.`, {
      param: nested(name, missing),
    });
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key,
      read(resolved(fields[key] ?? 'string'), value, nested(name, key)),
    ]),
  );
}

const nested = (name: string, key: string): string => (name === '' ? key : `${name}[${key}]`);

const isFields = (given: unknown): given is Fields =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

const invalid = (param: string, sentence: string) =>
  refuse('parameter_invalid', `Invalid ${param}: ${sentence}`, { param });
const notWhole = (param: string) =>
  refuse('parameter_invalid_integer', `Invalid integer: ${param}`, { param });
const empty = (param: string) =>
  refuse(
    'parameter_invalid_empty',
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset.`,
    { param },
  );
const emptyOr = (given: unknown, param: string, sentence: string) =>
  given === '' ? empty(param) : invalid(param, sentence);

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Derived, Shape } from '../src/http/derived.ts';

/** Where the declarations of Stripe's own package lie. */
const esm = path.dirname(fileURLToPath(import.meta.resolve('stripe')));

/** Parts of Stripe's API that no subscription business of a publisher needs; their shapes would only be ballast. */
const elsewhere =
  /^\/v1\/(account|apps|application_fee|apple_pay|climate|country|crypto|ephemeral|exchange|external|file|financial|forwarding|identity|issuing|link_account|linked|payment_records|payment_attempt|payment_method_(conf|dom)|plans|quotes|radar|reporting|reviews|shipping|sigma|sources|tax\/|terminal|test_helpers\/(?!test_clocks)|tokens|topups|transfers|treasury|payment_links|billing\/(alerts|credit|meter)|checkout\/sessions\/[^/]+\/approve|subscription_items\/[^/]+\/usage)/;

/** Numbers that are not whole. */
const fractional = /percent|latitude|longitude|^rate$|_decimal$/;

type Call = { readonly verb: string; readonly path: string };

/** Every call that the package can make, with the shape of its parameters, read from its declarations alone. */
export function derive(): Derived {
  const files = filesIn(path.join(esm, 'resources')).filter((file) => file.endsWith('.d.ts'));
  const program = ts.createProgram(files, { noEmit: true, skipLibCheck: true, strict: true, target: 99 });
  const checker = program.getTypeChecker();
  const reader = createReader(checker);
  const calls: Record<string, Shape> = {};
  const known: string[] = [];
  for (const file of files) {
    const made = callsIn(file.replace(/\.d\.ts$/, '.js'));
    const source = program.getSourceFile(file);
    if (source === undefined) continue;
    for (const { name, params } of methodsIn(source)) {
      const call = made.get(name);
      if (call === undefined) continue;
      const key = `${call.verb} ${call.path}`;
      known.push(key);
      if (elsewhere.test(call.path)) continue;
      calls[key] = params === null ? { o: {} } : reader.shapeOf(checker.getTypeAtLocation(params));
    }
  }
  return { known: known.sort(), calls: sorted(calls), shared: reader.shared() };
}

const sorted = <T>(entries: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .sort();

/** `Class.method` → the call that it makes, from the package's own code. */
function callsIn(file: string): Map<string, Call> {
  const text = readFileSync(file, 'utf8');
  const calls = new Map<string, Call>();
  for (const [, name, body] of text.matchAll(/export class (\w+) extends StripeResource \{([\s\S]*?)\n\}/g))
    for (const [, method, verb, , address] of (body ?? '').matchAll(
      /\n {4}(\w+)\([^)]*\) \{\s*return this\._makeRequest\('(\w+)', (['`])(\/v1\/.*?)\3/g,
    ))
      calls.set(`${name}.${method}`, {
        verb: String(verb),
        path: String(address).replace(/\$\{encodeURIComponent\((\w+)\)\}/g, '{}'),
      });
  return calls;
}

function methodsIn(source: ts.SourceFile): { name: string; params: ts.TypeNode | null }[] {
  return source.statements.filter(ts.isClassDeclaration).flatMap((declared) =>
    declared.members.filter(ts.isMethodDeclaration).map((method) => ({
      name: `${declared.name?.text}.${method.name.getText(source)}`,
      params: method.parameters.find(({ name }) => name.getText(source) === 'params')?.type ?? null,
    })),
  );
}

/** Reads types as shapes. A shape that comes up again and again is kept once, under a number. */
function createReader(checker: ts.TypeChecker) {
  const numbers = new Map<string, number>();
  const shapes: Shape[] = [];

  const shared = (shape: Shape): Shape => {
    const text = JSON.stringify(shape);
    if (text.length < 60) return shape;
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    shapes[number] = shape;
    return number;
  };

  const shapeOf = (type: ts.Type, name = ''): Shape => {
    if (isDecimal(type)) return 'decimal';
    if (type.isUnion()) return unionOf(type, name);
    if (type.isStringLiteral()) return { e: [type.value] };
    if (type.flags & ts.TypeFlags.NumberLike) return fractional.test(name) ? 'decimal' : 'integer';
    if (type.flags & ts.TypeFlags.BooleanLike) return 'boolean';
    if (type.flags & ts.TypeFlags.StringLike || isOtherString(type)) return 'string';
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      return { a: item === undefined ? 'string' : shapeOf(item, name) };
    }
    return shared(objectOf(type));
  };

  const unionOf = (type: ts.UnionType, name: string): Shape => {
    const parts = type.types.filter(
      (part) => !(part.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) && !isOtherString(part),
    );
    const literals = parts.filter((part) => part.isStringLiteral()).map((part) => part.value);
    const rest = parts.filter((part) => !part.isStringLiteral());
    const isFlag = rest.some((part) => part.flags & ts.TypeFlags.BooleanLike);
    const others = rest.filter((part) => !(part.flags & ts.TypeFlags.BooleanLike));
    const named = literals.filter((literal) => literal !== '');
    const shapes: Shape[] = [
      ...(named.length === 0 ? [] : [shared({ e: named.sort() })]),
      ...(isFlag ? ['boolean' as const] : []),
      ...others.map((part) => shapeOf(part, name)),
    ];
    // Can only be unset.
    if (shapes.length === 0) return { e: [''] };
    const whole: Shape = shapes.length === 1 ? (shapes[0] as Shape) : { u: shapes };
    return literals.includes('') ? { n: whole } : whole;
  };

  const objectOf = (type: ts.Type): Shape => {
    const index = type.getStringIndexType();
    if (index !== undefined) return { m: shapeOf(index) };
    const fields: Record<string, Shape> = {};
    const needed: string[] = [];
    for (const field of type.getProperties()) {
      if (field.name === 'expand') continue;
      const isOptional = (field.flags & ts.SymbolFlags.Optional) !== 0;
      if (!isOptional) needed.push(field.name);
      fields[field.name] = shapeOf(checker.getTypeOfSymbol(field), field.name);
    }
    return needed.length === 0 ? { o: fields } : { o: fields, r: needed };
  };

  return { shapeOf, shared: () => shapes };
}

/** The package's own number of any length; on the wire it is text. */
const isDecimal = (type: ts.Type): boolean =>
  type.getProperty('toFixed') !== undefined && type.getProperty('isZero') !== undefined;

/** `string & Record<never, never>`: the package's way to say that more values may come. */
const isOtherString = (type: ts.Type): boolean =>
  type.isIntersection() && type.types.some((part) => (part.flags & ts.TypeFlags.String) !== 0);

import type { Kind, Of } from '../domain/objects.ts';
import { refuse } from '../domain/refusals.ts';
import { call, type Call, type Route } from './route.ts';
import type { Unit } from '../usecases/ports.ts';

type Fields = Readonly<Record<string, unknown>>;
type Clause = {
  readonly field: string;
  readonly key: string | null;
  readonly test: (value: unknown) => boolean;
};

/** `field:'…'`, `-field:'…'`, `field>1`, `metadata['key']:'…'`, `created>=…`; `~` is "contains"; null stands for nothing there. */
const CLAUSE =
  /^(-?)([a-z_]+)(?:\[["'](.+?)["']\])?\s*(:|~|>=|<=|>|<)\s*(?:"([^"]*)"|'([^']*)'|(-?\d+)|(null))$/;

function clauseOf(text: string): Clause {
  const matched = CLAUSE.exec(text.trim());
  if (matched === null)
    throw refuse('parameter_invalid', `We were unable to parse your search query (${text.slice(0, 100)}).`, {
      param: 'query',
    });
  const [, minus, field = '', key, sign = ':', ...values] = matched;
  const wanted = values.find((value) => value !== undefined) ?? '';
  const isNull = matched[8] !== undefined;
  const test = (value: unknown): boolean =>
    isNull ? value === null || value === undefined : compare(value, sign, wanted);
  return { field, key: key ?? null, test: minus === '-' ? (value) => !test(value) : test };
}

function compare(value: unknown, ...[sign, wanted]: readonly [string, string]): boolean {
  if (value === null || value === undefined) return false;
  const [have, want] = [String(value).toLowerCase(), wanted.toLowerCase()];
  if (sign === ':') return have === want;
  if (sign === '~') return have.includes(want);
  const [a, b] = [Number(value), Number(wanted)];
  return { '>': a > b, '<': a < b, '>=': a >= b, '<=': a <= b }[sign] ?? false;
}

/** All clauses joined by AND, or all by OR. Stripe does not mix the two either. */
function queryOf(query: string, fields: (field: string) => boolean): (found: Fields) => boolean {
  const isOr = /\sOR\s/.test(query);
  if (isOr && /\sAND\s/.test(query))
    throw refuse('parameter_invalid', 'A query cannot combine AND with OR.', { param: 'query' });
  const clauses = query.split(isOr ? /\s+OR\s+/ : /\s+AND\s+|\s+(?=-?[a-z_]+[:~])/).map(clauseOf);
  const unknown = clauses.find(({ field }) => !fields(field));
  if (unknown !== undefined)
    throw refuse('parameter_invalid', `Field \`${unknown.field}\` is an unsupported search field.`, {
      param: 'query',
    });
  const holds =
    (found: Fields) =>
    ({ field, key, test }: Clause) => {
      const value = found[field];
      return test(key === null ? value : (value as Fields | undefined)?.[key]);
    };
  return (found) => (isOr ? clauses.some(holds(found)) : clauses.every(holds(found)));
}

type SearchParams = { query: string; limit?: number; page?: string };

/** `GET …/search`: the newest first. `fieldsOf` names what can be searched; `created` always can. */
export function searchRoute<K extends Kind>(
  kind: K,
  path: string,
  fieldsOf: (found: Of<K>) => Fields,
): Route {
  const run = ({ unit, params }: Call<SearchParams>) => searched(unit, { kind, path, fieldsOf }, params);
  return call<SearchParams>('get', path, {
    simulates: { query: true, limit: true, page: true },
    run: run as never,
  });
}

type Searching<K extends Kind> = { kind: K; path: string; fieldsOf: (found: Of<K>) => Fields };

function searched<K extends Kind>(
  unit: Unit,
  { kind, path, fieldsOf }: Searching<K>,
  { query, limit = 10, page }: SearchParams,
) {
  if (limit < 1 || limit > 100)
    throw refuse('parameter_invalid', 'Invalid limit: it is between 1 and 100.', { param: 'limit' });
  const known = new Set([...Object.keys(fieldsOf({ metadata: {} } as Of<K>)), 'created']);
  const matches = queryOf(query, (field) => known.has(field));
  const keep = (found: Of<K>) =>
    matches({ ...fieldsOf(found), created: 'created' in found ? found.created : null });
  const found = unit.page(kind, { where: {}, limit, startingAfter: page, keep });
  if (found === null) throw refuse('resource_missing', `No such page: '${page}'`, { param: 'page' });
  const last = found.data.at(-1)?.id ?? null;
  return {
    plain: {
      object: 'search_result',
      url: path,
      has_more: found.hasMore,
      next_page: found.hasMore ? last : null,
      data: found.data,
    },
  };
}

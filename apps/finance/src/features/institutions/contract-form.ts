import { onTheWall } from '@gatefold/kernel';

const names = ['name', 'features', 'seats', 'networks', 'domains', 'until'] as const;
export type ContractField = (typeof names)[number];

/** As a person typed it, so that a mistake can be shown with it. */
export type TypedContract = Readonly<Record<ContractField, string>>;
export type ContractErrors = Readonly<Partial<Record<ContractField, string>>>;

export type Contract = {
  readonly name: string;
  readonly features: readonly string[];
  readonly seats: number;
  readonly networks: readonly string[];
  readonly domains: readonly string[];
  /** ISO in UTC; the first instant without. */
  readonly until: string;
};

const LONGEST = 20_000;
const MOST_SEATS = 100_000;

const says: Readonly<Record<ContractField, string>> = {
  name: 'Please give a name of up to 100 letters.',
  features: 'Please give what it opens, such as articles.',
  seats: 'Please give how many may read by name; 0 for everyone in the networks.',
  networks: 'Please give networks such as 192.0.2.0/24 or 2001:db8::/32.',
  domains: 'Please give domains such as library.example.',
  until: 'Please give the day on which it ends.',
};

export const blankContract: TypedContract = {
  ...{ name: '', features: 'articles', seats: '0', networks: '', domains: '', until: '' },
};

export function typedContract(get: (name: ContractField) => unknown): TypedContract {
  const value = (name: ContractField): string =>
    String(get(name) ?? '')
      .trim()
      .slice(0, LONGEST);
  return {
    ...{ name: value('name'), features: value('features'), seats: value('seats') },
    ...{ networks: value('networks'), domains: value('domains'), until: value('until') },
  };
}

/** Whatever stands between commas, spaces and line breaks. */
const listIn = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '');

/** Reads what was typed; a contract ends at the beginning of the day that was given, in `zone`. */
export function readContract(
  typed: TypedContract,
  zone: string,
): { readonly contract: Contract } | { readonly errors: ContractErrors } {
  const seats = /^\d{1,6}$/.test(typed.seats) ? Number(typed.seats) : Number.NaN;
  const until = onTheWall(`${typed.until}T00:00`, zone);
  const features = listIn(typed.features);
  const wrong: Readonly<Partial<Record<ContractField, boolean>>> = {
    name: typed.name === '' || typed.name.length > 100,
    features: features.length === 0,
    seats: !(seats <= MOST_SEATS),
    until: until === null,
  };
  const errors = errorsIn(names.filter((name) => wrong[name] === true));
  if (Object.keys(errors).length > 0 || until === null) return { errors };
  const [networks, domains] = [listIn(typed.networks), listIn(typed.domains)];
  return {
    contract: { name: typed.name, features, seats, networks, domains, until: until.toISOString() },
  };
}

const errorsIn = (wrong: readonly ContractField[]): ContractErrors =>
  Object.fromEntries(wrong.map((name) => [name, says[name]]));

type Refused = { readonly code: string; readonly paths: readonly string[] };

/** What entitlement refused, beside its fields; null for what is no mistake of the form's. */
export function refusedContract({ code, paths }: Refused): ContractErrors | null {
  switch (code) {
    case 'feature-not-found':
      return { features: 'Nothing of this name is for sale. Please give another.' };
    case 'group-already-over':
      return { until: 'This day is over. Please give one to come.' };
    case 'group-opens-nobody':
      return { seats: 'Nobody could read by this: please give seats or networks.' };
    case 'invalid-input': {
      const wrong = names.filter((name) => paths.some((path) => path.split('.')[0] === name));
      return wrong.length === 0 ? errorsIn(['networks', 'domains']) : errorsIn(wrong);
    }
    default:
      return null;
  }
}

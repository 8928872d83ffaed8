/** Where a right to read comes from; each is its own reason for a yes. */
export const grantSources = [
  'subscription',
  'gift',
  'comp',
  'group',
  'meter',
  'gift-link',
  'institution',
  'goodwill',
] as const;
export type GrantSource = (typeof grantSources)[number];

/** One right to read: half-open in time, and independent of every other. */
export type Grant = {
  readonly id: string;
  readonly publication: string;
  readonly features: readonly string[];
  readonly source: GrantSource;
  readonly from: Date;
  /** The first instant without it. */
  readonly until: Date;
  /** The first instant at which one who hears nothing may no longer trust it; never before `until`. */
  readonly untilIfStale: Date;
  readonly version: number;
};

/** What a reader once had, so that a no can say why. Only what is over at the asked instant counts. */
export type PastGrant = Pick<Grant, 'publication' | 'features' | 'until'> & {
  /** It ended because a payment failed, and a payment brings it back. */
  readonly isUnpaid: boolean;
  /** It was to renew, and merely nothing more was heard of it. */
  readonly ranOut?: boolean;
};

/**
 * Whether what is held, for as long as it lasts, opens a feature; of any publication where none is named.
 *
 * A feature of another title than the one it was bought from is held by its full name, as `signal/articles`.
 */
export const holds = (
  held: Pick<Grant, 'publication' | 'features'>,
  publication: string | null,
  feature: string,
): boolean => {
  if (publication === null || held.publication === publication)
    return held.features.includes(feature) || (publication === null && holdsElsewhere(held, feature));
  return held.features.includes(`${publication}/${feature}`);
};

const holdsElsewhere = ({ features }: Pick<Grant, 'features'>, feature: string): boolean =>
  features.some((name) => name.endsWith(`/${feature}`));

/** Who may read: everyone, everyone who is signed in, or holders of one feature. */
export type Rule = {
  readonly access: 'free' | 'registered' | 'feature';
  readonly feature: string | null;
  /** The first instant at which it is open at all. */
  readonly notBefore: Date | null;
  /** The first instant at which it is closed to everyone. */
  readonly notAfter: Date | null;
  /** Whoever lacks the feature may read some such articles a month, which only the service can count. */
  readonly isMetered?: boolean;
};

/** The rule behind a question that names a feature and no article. */
export const holdersOf = (feature: string): Rule => ({
  access: 'feature',
  feature,
  notBefore: null,
  notAfter: null,
});

/** What an organisation says of one of its people. */
export type StaffClaims = {
  readonly subject: string;
  readonly email: string;
  /** Null where it is not said. */
  readonly emailVerified: boolean | null;
  readonly groups: readonly string[];
  /** How they proved who they are (RFC 8176). */
  readonly amr: readonly string[];
};

export type StaffRole = 'finance' | 'editor' | 'admin';

/** Whoever is in the group, or whose address is in the domain, has the role. */
export type StaffRule = { readonly by: 'group' | 'domain'; readonly is: string; readonly role: StaffRole };

/** `any`: the organisation sees to a second factor. `none`: ours is asked for whatever it did. */
export type TrustedFactors = 'any' | 'none' | readonly string[];

/** The role of the first rule that fits; null for those who work elsewhere. */
export const roleFor = (claims: StaffClaims, rules: readonly StaffRule[]): StaffRole | null =>
  rules.find((rule) => fits(claims, rule))?.role ?? null;

function fits({ email, emailVerified, groups }: StaffClaims, { by, is }: StaffRule): boolean {
  switch (by) {
    case 'group':
      return groups.includes(is);
    case 'domain':
      // Elsewhere anybody may write any address into their profile.
      return emailVerified === true && email.endsWith(`@${is.toLowerCase()}`);
  }
}

/** Whether the organisation has seen a second factor, as far as it is believed. */
export const showedFactor = ({ amr }: StaffClaims, trusted: TrustedFactors): boolean =>
  trusted === 'any' || (trusted !== 'none' && amr.some((one) => trusted.includes(one)));

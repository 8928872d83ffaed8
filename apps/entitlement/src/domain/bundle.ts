/** What a publication's bundle holds from an instant on. Later versions reach old subscribers too. */
export type BundleVersion = {
  readonly publication: string;
  readonly bundle: string;
  readonly version: number;
  readonly features: readonly string[];
  readonly effectiveFrom: Date;
};

/** What the bundle holds at `instant`; nothing, if nobody has said what is in it. */
export function featuresAt(
  { publication, bundle }: { readonly publication: string; readonly bundle: string | null },
  versions: readonly BundleVersion[],
  instant: Date,
): readonly string[] {
  return (
    versions
      .filter((candidate) => candidate.bundle === bundle && candidate.publication === publication)
      .filter(({ effectiveFrom }) => effectiveFrom <= instant)
      .reduce<BundleVersion | null>(
        (newest, next) => (newest !== null && newest.version > next.version ? newest : next),
        null,
      )?.features ?? []
  );
}

/** Whether any bundle ever held it. What nobody can have is a slip of the pen and not a no. */
export const isKnownFeature = (feature: string, versions: readonly BundleVersion[]): boolean =>
  versions.some(({ features }) => features.includes(feature));

/** What a bundle holds from an instant on. Later versions reach old subscribers too. */
export type BundleVersion = {
  readonly bundle: string;
  readonly version: number;
  readonly features: readonly string[];
  readonly effectiveFrom: Date;
};

/** What the bundle holds at `instant`; nothing, if nobody has said what is in it. */
export function featuresAt(
  bundle: string | null,
  versions: readonly BundleVersion[],
  instant: Date,
): readonly string[] {
  const [newest] = versions
    .filter((candidate) => candidate.bundle === bundle && candidate.effectiveFrom <= instant)
    .toSorted((a, b) => b.version - a.version);
  return newest?.features ?? [];
}

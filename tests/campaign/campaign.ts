/** How often something that must never happen could have happened, and how often it did. */
export type Check = { readonly invariant: string; readonly runs: number; readonly faults: number };

export type Round = {
  readonly checks: readonly Check[];
  /** What was done, for people. */
  readonly notes: readonly string[];
};

export type Setting = {
  readonly seed: number;
  readonly say: (line: string) => void;
  /** A mistake to be made on purpose, which has to turn the campaign red. */
  readonly plant: string | null;
};

/** One long test, by the name under which it is asked for, made of rounds that can be counted together. */
export type Campaign = {
  readonly name: string;
  readonly says: string;
  /** As many as are run where no time is given. */
  readonly rounds: number;
  readonly plants: readonly string[];
  round(setting: Setting): Promise<Round>;
};

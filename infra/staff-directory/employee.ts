export type Employee = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
  /** How they prove who they are, in the words of RFC 8176. */
  readonly amr: readonly string[];
  /** True unless it is said. */
  readonly emailVerified?: boolean;
};

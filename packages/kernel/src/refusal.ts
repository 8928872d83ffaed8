/** What a caller may be told beside the code. Never a secret, a name or an e-mail address. */
export type Facts = Readonly<Record<string, unknown>>;

/**
 * The business said no.
 *
 * A refusal is an expected outcome with a stable `code` that clients may branch on. It knows
 * nothing of HTTP: each service maps its own codes to statuses at its edge. `facts` are sent
 * to the caller, so put nothing in them that the caller may not see.
 */
export class Refusal<Code extends string = string> extends Error {
  override readonly name = 'Refusal';
  readonly code: Code;
  readonly facts: Facts;

  constructor(code: Code, sentence: string, facts: Facts = {}) {
    super(sentence);
    this.code = code;
    this.facts = facts;
  }
}

import type { LoggedEvent } from './play.ts';

export type Step = {
  /** Business time. */
  readonly at: Date;
  readonly what: string;
  readonly events: readonly LoggedEvent[];
  readonly access: { readonly granted: boolean; readonly reason: string } | null;
  /** Bytes of text past the teaser that were sent to somebody who was not entitled. */
  readonly leakedBytes: number;
};

export type Expectation = { readonly promise: string; readonly held: boolean; readonly found: string };

/** Writes a story down as it goes: for people as lines, with `json` as one object a line. */
export function createReport({ json, write }: { json: boolean; write: (line: string) => void }) {
  const expectations: Expectation[] = [];

  const expect = (promise: string, held: boolean, found: string): void => {
    expectations.push({ promise, held, found });
    if (json) write(JSON.stringify({ expectation: promise, held, found }));
    else write(`  ${held ? '✓' : '✗'} ${promise}${held ? '' : `: found ${found}`}`);
  };

  return {
    step(step: Step): void {
      if (json) write(JSON.stringify({ ...step, at: step.at.toISOString() }));
      else for (const line of linesOf(step)) write(line);
    },
    expect,
    /** Compares by their JSON, so that the report shows what differs. */
    same(promise: string, found: unknown, wanted: unknown): void {
      expect(
        promise,
        JSON.stringify(found) === JSON.stringify(wanted),
        `${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`,
      );
    },
    failed: (): Expectation[] => expectations.filter(({ held }) => !held),
    count: (): number => expectations.length,
  };
}

export type Report = ReturnType<typeof createReport>;

function linesOf({ at, what, events, access, leakedBytes }: Step): string[] {
  const day = at.toISOString().replace('T', ' ').slice(0, 16);
  const says = access === null ? '' : ` · ${access.granted ? 'reads' : 'wall'} (${access.reason})`;
  const leak = leakedBytes === 0 ? '' : ` · ${leakedBytes} GATED BYTES SEEN`;
  return [
    `${day}Z  ${what}${says}${leak}`,
    ...events.map(
      ({ type, topic, partition, offset }) => `                   ${type} · ${topic}/${partition}@${offset}`,
    ),
  ];
}

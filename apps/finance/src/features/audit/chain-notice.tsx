import { Notice } from '@gatefold/ui/notice';
import { Instant } from '../../parts/instant.tsx';
import { listHref } from '../../words/pages-of.ts';

type Walk = { readonly endedAt: string; readonly brokenAt: number | null };

/** What the looks through the chain have found. */
export type Verdict = {
  readonly entries: number;
  readonly lastHash: string | null;
  readonly brokenAt: number | null;
  readonly checkedTo: number;
  readonly underWay: { readonly entries: number } | null;
  readonly lastWalk: Walk | null;
};

const many = (count: number): string => count.toLocaleString('en-US');

/** Whether the audit log is as it was written, and since when that is known. */
export function ChainNotice({ verdict }: { readonly verdict: Verdict }) {
  const { entries, brokenAt, underWay, lastWalk } = verdict;
  if (brokenAt !== null) return <Broken at={brokenAt} />;
  if (entries === 0) return <Notice tone="ok" title="The chain is empty" />;
  if (underWay !== null) return <UnderWay walked={underWay.entries} entries={entries} last={lastWalk} />;
  if (lastWalk === null)
    return (
      <Notice title="The chain was never looked through yet">
        <p>That begins by itself. Until then only its newest entries are known to be as they were written.</p>
      </Notice>
    );
  return <Whole verdict={verdict} last={lastWalk} />;
}

function Broken({ at }: { readonly at: number }) {
  return (
    <Notice tone="bad" title={`The chain breaks at place ${at}`}>
      <p>
        An entry was changed there, left out or put in; what stands before it is as it was written.{' '}
        <a href={listHref('/audit', { after: String(at + 1) })}>See this place</a>
      </p>
    </Notice>
  );
}

type Progress = { readonly walked: number; readonly entries: number; readonly last: Walk | null };

function UnderWay({ walked, entries, last }: Progress) {
  return (
    <Notice title={`The chain is being looked through: ${many(walked)} of ${many(entries)} entries`}>
      <p>
        <progress value={walked} max={entries} aria-label="Looked through so far" />
      </p>
      <p>
        {last === null ? (
          'For the first time.'
        ) : (
          <>
            The last time that ended on <Instant at={last.endedAt} named />, and it was whole.
          </>
        )}
      </p>
    </Notice>
  );
}

function Whole({ verdict, last }: { readonly verdict: Verdict; readonly last: Walk }) {
  const { entries, checkedTo, lastHash } = verdict;
  return (
    <Notice
      tone="ok"
      title={
        checkedTo < entries
          ? `The chain is whole as far as place ${many(checkedTo)} of ${many(entries)}`
          : `The chain is whole: ${many(entries)} entries`
      }
    >
      <p>
        Looked through from the first entry to the last on <Instant at={last.endedAt} named />, once a day;
        what came since, just now.
      </p>
      {lastHash !== null && (
        <p>
          The last hash is <code>{lastHash}</code>: kept somewhere else, it shows what is taken off the end.
        </p>
      )}
    </Notice>
  );
}

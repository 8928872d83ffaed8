import { Notice } from '@gatefold/ui/notice';
import { Chain, type ChainStep } from '../../parts/chain.tsx';
import { Instant } from '../../parts/instant.tsx';
import { Marked } from '../../parts/mark.tsx';
import { reasonWords } from '../../words/standing.ts';

export type Access = {
  readonly answer: {
    readonly granted: boolean;
    readonly reason: string;
    readonly grant: { readonly until: string } | null;
  };
  readonly chain: readonly ChainStep[];
};

/** What entitlement answers for the reader at this moment, and why. */
export function AccessAnswer({ access }: { readonly access: Access | null }) {
  return (
    <section aria-labelledby="access-title" className="stack">
      <h2 id="access-title">Access to articles, now</h2>
      {access === null ? (
        <Notice tone="warn" title="Entitlement does not answer just now">
          <p>What it says of this reader cannot be shown. The rest of the page is right.</p>
        </Notice>
      ) : (
        <Told {...access} />
      )}
    </section>
  );
}

function Told({ answer, chain }: Access) {
  return (
    <>
      <p>
        <Marked tone={answer.granted ? 'ok' : 'bad'}>{answer.granted ? 'may read' : 'may not read'}</Marked>:{' '}
        {reasonWords(answer.reason)}
        {answer.grant !== null && (
          <>
            , until <Instant at={answer.grant.until} named />
          </>
        )}
        .
      </p>
      <details>
        <summary>The chain behind it</summary>
        <Chain steps={chain} />
      </details>
    </>
  );
}

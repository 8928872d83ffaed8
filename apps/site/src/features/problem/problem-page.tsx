import { ButtonLink } from '@gatefold/ui/button';
import type { ProblemWords } from './problem.ts';

export function ProblemPage({ words, requestId }: { words: ProblemWords; requestId: string | null }) {
  return (
    <div className="narrow problem">
      <h1>{words.title}</h1>
      <p>{words.says}</p>
      <div className="actions">
        <ButtonLink main href={words.action.href}>
          {words.action.label}
        </ButtonLink>
      </div>
      {requestId !== null && <p className="meta">Request {requestId}</p>}
    </div>
  );
}

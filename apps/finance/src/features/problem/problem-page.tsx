import { Button, ButtonLink } from '@gatefold/ui/button';
import type { ProblemWords } from './problem.ts';

export function ProblemPage({ words, requestId }: { words: ProblemWords; requestId: string | null }) {
  const { title, says, action } = words;
  const number = words.requestId ?? requestId;
  return (
    <div className="narrow">
      <h1>{title}</h1>
      <p>{says}</p>
      <div className="actions">
        {action === null ? (
          <form method="post" action="/sign-out">
            <Button main>Sign out</Button>
          </form>
        ) : (
          <ButtonLink main href={action.href}>
            {action.label}
          </ButtonLink>
        )}
      </div>
      {number !== null && <p className="meta">Request {number}</p>}
    </div>
  );
}

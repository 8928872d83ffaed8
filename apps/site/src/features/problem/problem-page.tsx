import { ButtonLink } from '@gatefold/ui/button';
import { useVoice } from '../../words/speaking.tsx';
import type { ProblemWords } from './problem.ts';

export function ProblemPage({ words, requestId }: { words: ProblemWords; requestId: string | null }) {
  const { say } = useVoice();
  return (
    <div className="narrow problem">
      <h1>{say(words.title)}</h1>
      <p>{say(words.says)}</p>
      <div className="actions">
        <ButtonLink main href={words.action.href}>
          {say(words.action.label)}
        </ButtonLink>
      </div>
      {requestId !== null && <p className="meta">{say('frame.request', { id: requestId })}</p>}
    </div>
  );
}

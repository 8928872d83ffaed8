import { Button } from '@gatefold/ui/button';
import { Notice } from '@gatefold/ui/notice';
import { useVoice } from '../../words/speaking.tsx';
import { failingInWords } from './held.ts';
import type { Trouble } from './trouble.ts';

type Props = {
  readonly trouble: Trouble;
  /** Where the reader is, and comes back to with a new card. */
  readonly here: string;
};

/** Above every page of the paper while a payment fails: what happens next, and one button that mends it. */
export function TroubleBanner({ trouble, here }: Props) {
  const voice = useVoice();
  const { say } = voice;
  return (
    <aside className="trouble" aria-label={say('trouble.label')}>
      <Notice tone="warn" title={say('held.failing')}>
        <p>{failingInWords(trouble, voice)}</p>
        <form method="post" action="/account/card">
          <input type="hidden" name="subscription" value={trouble.subscription} />
          <input type="hidden" name="returnTo" value={here} />
          <Button>{say('wall.new-card')}</Button>
        </form>
      </Notice>
    </aside>
  );
}

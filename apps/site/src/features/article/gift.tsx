import { Button } from '@gatefold/ui/button';
import { Notice } from '@gatefold/ui/notice';
import { useVoice } from '../../words/speaking.tsx';
import type { PlainKey } from '../../words/voice.ts';

type Props = {
  /** What came of giving; undefined while nothing was given. */
  readonly gift: { url: string; until: string; opensLeft: number } | { refusal: PlainKey } | undefined;
};

/** One button by which a subscriber gives this article away, and then the link to hand on. */
export function GiveArticle({ gift }: Props) {
  const { say, moment } = useVoice();
  if (gift === undefined)
    return (
      <form method="post" className="give">
        <Button>{say('article.give')}</Button>
      </form>
    );
  if ('refusal' in gift) return <Notice title={say('article.no-link')}>{say(gift.refusal)}</Notice>;
  return (
    <Notice tone="ok" title={say('article.your-link')}>
      <p>
        <a href={gift.url}>{gift.url}</a>
      </p>
      <p>{say('article.link-terms', { opens: gift.opensLeft, until: moment(gift.until) })}</p>
    </Notice>
  );
}

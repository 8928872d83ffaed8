import { Button } from '@gatefold/ui/button';
import { Notice } from '@gatefold/ui/notice';
import { Time } from '@gatefold/ui/time';

type Props = {
  /** What came of giving; undefined while nothing was given. */
  readonly gift: { url: string; until: string; opensLeft: number } | { refusal: string } | undefined;
  readonly zone: string;
};

/** One button by which a subscriber gives this article away, and then the link to hand on. */
export function GiveArticle({ gift, zone }: Props) {
  if (gift === undefined)
    return (
      <form method="post" className="give">
        <Button>Give this article to somebody</Button>
      </form>
    );
  if ('refusal' in gift) return <Notice title="No link this time">{gift.refusal}</Notice>;
  return (
    <Notice tone="ok" title="Your link to give away">
      <p>
        <a href={gift.url}>{gift.url}</a>
      </p>
      <p>
        Whoever has it reads this article, up to {gift.opensLeft} times, until{' '}
        <Time at={gift.until} zone={zone} named />.
      </p>
    </Notice>
  );
}

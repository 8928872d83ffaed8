import { Button, ButtonLink } from '@gatefold/ui/button';
import { useVoice } from '../../words/speaking.tsx';

type Props = {
  readonly name: string;
  /** Whether it still comes. */
  readonly comes: boolean;
  readonly token: string;
};

/** Where the link of a newsletter leads: a question with one button, and then that it is done. */
export function LeaveNewsletterPage({ name, comes, token }: Props) {
  const { say } = useVoice();
  if (!comes)
    return (
      <div className="narrow">
        <h1>{say('newsletters.left', { name })}</h1>
        <p>{say('newsletters.left-says')}</p>
        <div className="choices">
          <ButtonLink href="/account/newsletters">{say('newsletters.choose')}</ButtonLink>
          <ButtonLink href="/">{say('frame.to-front')}</ButtonLink>
        </div>
      </div>
    );
  return (
    <div className="narrow">
      <h1>{say('newsletters.leave', { name })}</h1>
      <p>{say('newsletters.leave-says')}</p>
      <form
        method="post"
        action={`/newsletters/leave?token=${encodeURIComponent(token)}`}
        className="choices"
      >
        <Button>{say('newsletters.end-one', { name })}</Button>
      </form>
    </div>
  );
}

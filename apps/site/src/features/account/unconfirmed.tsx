import { ButtonLink } from '@gatefold/ui/button';
import { useVoice } from '../../words/speaking.tsx';

/** One who bought a moment ago in this browser: may read, and sees nothing of an account until the address is confirmed. */
export function Unconfirmed() {
  const { say } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('unconfirmed.title')}</h1>
      <p>{say('unconfirmed.says')}</p>
      <div className="choices">
        <ButtonLink href="/sign-in?returnTo=%2Faccount">{say('unconfirmed.again')}</ButtonLink>
        <ButtonLink href="/">{say('frame.read-paper')}</ButtonLink>
      </div>
    </div>
  );
}

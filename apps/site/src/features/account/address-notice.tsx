import { Button, ButtonLink } from '@gatefold/ui/button';
import { Notice } from '@gatefold/ui/notice';
import { useVoice } from '../../words/speaking.tsx';

/** Mails to the reader's address come back: what that means, and what mends it. */
export function AddressNotice({ since }: { readonly since: string | null }) {
  const { say, day } = useVoice();
  if (since === null) return null;
  return (
    <Notice tone="warn" title={say('address.comes-back')}>
      <p>{say('address.comes-back-says', { day: day(since) })}</p>
      <form method="post" action="/account/address" className="choices">
        <ButtonLink main href="/account/settings">
          {say('address.correct')}
        </ButtonLink>
        <Button>{say('address.works')}</Button>
      </form>
    </Notice>
  );
}

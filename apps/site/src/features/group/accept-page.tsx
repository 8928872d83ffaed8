import { Button, ButtonLink } from '@gatefold/ui/button';
import { Say, useVoice } from '../../words/speaking.tsx';
import type { PlainKey } from '../../words/voice.ts';

export type Invitation = {
  readonly token: string;
  /** Empty while the group has no name. */
  readonly group: string;
  /** The address that was invited. */
  readonly email: string | null;
  /** The address of the reader who is signed in; null for a guest. */
  readonly reader: string | null;
  readonly signInHref: string;
};

export type Accepting =
  | ({ readonly step: 'asked' } & Invitation)
  | { readonly step: 'taken'; readonly group: string }
  | { readonly step: 'refused'; readonly says: PlainKey };

/** Asks before the seat is taken, since programs that look at mails open links as well. */
export function AcceptPage({ at }: { readonly at: Accepting }) {
  switch (at.step) {
    case 'asked':
      return <Asked {...at} />;
    case 'taken':
      return <Taken group={at.group} />;
    case 'refused':
      return <Refused says={at.says} />;
  }
}

function Taken({ group }: { readonly group: string }) {
  const { say, paper } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('seat.taken')}</h1>
      <p>
        {group === ''
          ? say('seat.taken-says-some', { paper: paper.name })
          : say('seat.taken-says', { paper: paper.name, group })}
      </p>
      <div className="choices">
        <ButtonLink main href="/">
          {say('frame.to-front')}
        </ButtonLink>
        <ButtonLink href="/account/seats">{say('seats.yours')}</ButtonLink>
      </div>
    </div>
  );
}

function Refused({ says }: { readonly says: PlainKey }) {
  const { say } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('seat.refused')}</h1>
      <p>{say(says)}</p>
      <div className="choices">
        <ButtonLink href="/account/seats">{say('seats.yours')}</ButtonLink>
      </div>
    </div>
  );
}

function Asked({ token, group, email, reader, signInHref }: Invitation) {
  const { say, paper } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('seat.kept')}</h1>
      <p>{say('seat.asked', { group: group === '' ? say('group.some') : group, paper: paper.name })}</p>
      {reader === null ? (
        <>
          <p>{email === null ? say('seat.sign-in-first') : say('seat.sign-in-first-with', { email })}</p>
          <div className="choices">
            <ButtonLink main href={signInHref}>
              {say('seat.sign-in')}
            </ButtonLink>
          </div>
        </>
      ) : (
        <form method="post" action="/seats/accept">
          <p>
            <Say of="seat.as" with={{ email: reader }} />
          </p>
          <input type="hidden" name="invitation" value={token} />
          <Button main>{say('seat.take')}</Button>
        </form>
      )}
    </div>
  );
}

import { ButtonLink } from '@gatefold/ui/button';
import { Say, useVoice } from '../../words/speaking.tsx';

export type NotSold = {
  readonly what: 'seats' | 'gift';
  /** The paper of the house that sells it, with its address; null where none does. */
  readonly elsewhere: { readonly name: string; readonly href: string } | null;
};

const words = {
  seats: { title: 'not-sold.seats', says: 'not-sold.seats-says', elsewhere: 'not-sold.seats-elsewhere' },
  gift: { title: 'not-sold.gift', says: 'not-sold.gift-says', elsewhere: 'not-sold.gift-elsewhere' },
} as const;

/** What somebody looks for whom nobody here sells it: what is sold instead, and where it is sold. */
export function NotSoldPage({ what, elsewhere }: NotSold) {
  const { say, paper } = useVoice();
  return (
    <div className="narrow problem">
      <h1>{say(words[what].title, { name: paper.name })}</h1>
      <p>
        <Say of={words[what].says} href="/redeem" />
      </p>
      <div className="actions">
        <ButtonLink main href="/offer">
          {say('not-sold.to-offer', { name: paper.name })}
        </ButtonLink>
        {elsewhere !== null && (
          <ButtonLink href={elsewhere.href}>
            {say(words[what].elsewhere, { name: elsewhere.name })}
          </ButtonLink>
        )}
      </div>
    </div>
  );
}

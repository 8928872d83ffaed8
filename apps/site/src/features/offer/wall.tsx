import { Button, ButtonLink } from '@gatefold/ui/button';
import { PriceSteps, type PriceStep } from '@gatefold/ui/price-path';
import { Say, useVoice } from '../../words/speaking.tsx';
import { Benefits, Promises } from './benefits.tsx';
import type { Together } from './together.ts';
import type { Action, WallWords } from './wall-words.ts';

export type OfferInWords = {
  readonly headline: string;
  readonly steps: readonly PriceStep[];
  readonly benefits: readonly string[];
};

type Props = {
  readonly words: WallWords;
  /** Null when billing cannot say what is for sale just now. */
  readonly offer: OfferInWords | null;
  readonly here: string;
  readonly offerHref: string;
  /** What opens it together with another paper. */
  readonly together: Together | null;
  readonly signInHref: string;
  readonly planHref: string;
  readonly isSignedIn: boolean;
};

/** Takes the place of the rest of an article that content has already cut off. */
export function Wall({ words, offer, together, isSignedIn, ...ways }: Props) {
  const { say } = useVoice();
  const sells = words.action === 'subscribe';
  return (
    <section className="wall" aria-labelledby="wall-title">
      <div>
        <p className="kicker">{words.kicker}</p>
        <h2 id="wall-title">{words.title ?? offer?.headline ?? say('wall.no-offer-title')}</h2>
      </div>
      <p className="ui says">{words.says}</p>
      {sells && <Prices offer={offer} />}
      <div className="actions">
        <Way action={words.action} {...ways} />
        {!isSignedIn && words.action !== 'sign-in' && (
          <span className="meta">
            <Say of="wall.already" href={ways.signInHref} />
          </span>
        )}
      </div>
      {sells && together !== null && <InTogether together={together} />}
      {sells && <Reasons offer={offer} />}
    </section>
  );
}

function InTogether({ together: { href, name, prices } }: { readonly together: Together }) {
  return (
    <p className="ui">
      <Say of="wall.together" href={href} with={{ name, prices }} />
    </p>
  );
}

function Prices({ offer }: Pick<Props, 'offer'>) {
  const { say } = useVoice();
  if (offer !== null) return <PriceSteps steps={offer.steps} />;
  return <p className="meta">{say('wall.no-prices')}</p>;
}

function Reasons({ offer }: Pick<Props, 'offer'>) {
  const { say, zoneName } = useVoice();
  return (
    <>
      {offer !== null && <Benefits benefits={offer.benefits} />}
      <Promises />
      {offer !== null && <p className="meta">{say('wall.dates', { zone: zoneName })}</p>}
    </>
  );
}

type WayProps = { action: Action } & Pick<Props, 'here' | 'offerHref' | 'signInHref' | 'planHref'>;

function Way({ action, here, offerHref, signInHref, planHref }: WayProps) {
  const { say } = useVoice();
  switch (action) {
    case 'subscribe':
      return (
        <ButtonLink main href={offerHref}>
          {say('wall.subscribe')}
        </ButtonLink>
      );
    case 'sign-in':
      return (
        <ButtonLink main href={signInHref}>
          {say('wall.by-mail')}
        </ButtonLink>
      );
    case 'new-card':
      return (
        <form method="post" action="/account/card">
          <input type="hidden" name="returnTo" value={here} />
          <Button main>{say('wall.new-card')}</Button>
        </form>
      );
    case 'account':
      return (
        <ButtonLink main href="/account">
          {say('wall.see-plan')}
        </ButtonLink>
      );
    case 'another-plan':
      return (
        <ButtonLink main href={planHref}>
          {say('wall.another-plan')}
        </ButtonLink>
      );
    case 'try-again':
      return (
        <ButtonLink main href={here}>
          {say('wall.try-again')}
        </ButtonLink>
      );
    case 'front-page':
      return (
        <ButtonLink main href="/">
          {say('frame.to-front')}
        </ButtonLink>
      );
  }
}

import { Button, ButtonLink } from '@gatefold/ui/button';
import { Checkbox } from '@gatefold/ui/field';
import { useVoice } from '../../words/speaking.tsx';

type Props = {
  readonly offer: {
    readonly name: string;
    readonly consent: { readonly version: string; readonly text: string };
  };
  readonly attempt: string;
  readonly isConsentMissing: boolean;
};

/** What one who left may come back with: the terms, word for word, and the way to the payment page. */
export function ReturnPage({ offer, attempt, isConsentMissing }: Props) {
  const { say } = useVoice();
  return (
    <div className="narrow">
      <h1>{offer.name}</h1>
      <form method="post" action="/account/return" className="order" noValidate>
        <Checkbox
          name="consent"
          value="on"
          required
          label={offer.consent.text}
          error={isConsentMissing ? say('order.no-consent') : undefined}
        />
        <input type="hidden" name="consentVersion" value={offer.consent.version} />
        <input type="hidden" name="attempt" value={attempt} />
        <input type="hidden" name="returnTo" value="/account" />
        <div className="choices">
          <Button>{say('order.to-payment')}</Button>
          <ButtonLink href="/account">{say('return.not-now')}</ButtonLink>
        </div>
      </form>
    </div>
  );
}

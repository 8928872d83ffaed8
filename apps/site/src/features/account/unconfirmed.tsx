import { ButtonLink } from '@gatefold/ui/button';

/** One who bought a moment ago in this browser: may read, and sees nothing of an account until the address is confirmed. */
export function Unconfirmed() {
  return (
    <div className="narrow">
      <h1>Confirm your address first</h1>
      <p>
        You can read everything in this browser. Your account, with your payments and the way to cancel, opens
        with the link that we have mailed you: it shows us that the address is yours.
      </p>
      <div className="choices">
        <ButtonLink href="/sign-in?returnTo=%2Faccount">Mail me another link</ButtonLink>
        <ButtonLink href="/">Read the paper</ButtonLink>
      </div>
    </div>
  );
}

import type { ReactNode } from 'react';
import passkeys from '../../scripts/passkeys.js?url&no-inline';

type Props = {
  /** `make` a new one, or `use` one to sign in. */
  readonly way: 'make' | 'use';
  readonly action: string;
  /** Where the script asks what to do. */
  readonly options: string;
  /** What is said when nothing came of it. */
  readonly failed: string;
  readonly nonce: string;
  readonly children: ReactNode;
};

/** A form that only a browser with passkeys shows, and the one script that the site has. */
export function PasskeyForm({ way, action, options, failed, nonce, children }: Props) {
  return (
    <>
      <form
        method="post"
        action={action}
        hidden
        className="passkey"
        data-passkey={way}
        data-options={options}
        data-failed={failed}
      >
        <input type="hidden" name="response" />
        {children}
        <p className="ui" role="status" data-says />
      </form>
      {/* It holds up what follows, so that nothing there moves when the form appears. */}
      <script nonce={nonce} src={passkeys} />
    </>
  );
}

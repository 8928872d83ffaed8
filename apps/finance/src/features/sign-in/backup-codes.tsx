import { ButtonLink } from '@gatefold/ui/button';
import { Notice } from '@gatefold/ui/notice';

type Props = { readonly codes: readonly string[]; readonly next: string };

/** Shown once, when they are made. */
export function BackupCodes({ codes, next }: Props) {
  return (
    <section className="stack" aria-labelledby="codes-title">
      <h2 id="codes-title">Your backup codes</h2>
      <p>
        Each works once in place of the app, for the day your device is lost. Keep them where you keep
        passwords, or on paper. They are shown here and never again.
      </p>
      <ol className="codes num">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="actions">
        <ButtonLink main href={next}>
          I have kept them
        </ButtonLink>
      </div>
    </section>
  );
}

export const Kept = () => <Notice tone="ok" title="Your app is kept, and you are signed in" />;

import { useVoice } from '../../words/speaking.tsx';

export type NewsletterState = { readonly coming: readonly string[]; readonly waiting: readonly string[] };

/** Which newsletters come, on the account's first screen; null while nobody can say. */
export function Newsletters({ state }: { readonly state: NewsletterState | null }) {
  const { say, list } = useVoice();
  return (
    <section className="card" aria-labelledby="newsletters-title">
      <h2 id="newsletters-title">{say('newsletters.title')}</h2>
      {state === null && <p className="ui">{say('newsletters.unseen')}</p>}
      {state !== null && (
        <p className="ui">
          {state.coming.length === 0
            ? say('newsletters.none-yours')
            : say('newsletters.yours', { names: list(state.coming) })}
        </p>
      )}
      {state !== null && state.waiting.length > 0 && (
        <p className="ui">{say('newsletters.waiting', { names: list(state.waiting) })}</p>
      )}
      <p className="ui">
        <a href="/account/newsletters">{say('newsletters.choose')}</a>
      </p>
    </section>
  );
}

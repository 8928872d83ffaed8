import { Button, ButtonLink } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { useVoice } from '../../words/speaking.tsx';

type Newsletter = {
  readonly key: string;
  readonly name: string;
  readonly about: string;
  readonly rhythm: string;
  /** Null for one that everybody may have. */
  readonly feature: string | null;
};

export type OwnNewsletter = Newsletter & {
  readonly chosen: boolean;
  readonly since: string | null;
  readonly endedBy: 'reader' | 'mailed-link' | 'refused' | 'complaint' | null;
  /** Null while nobody can say. */
  readonly included: boolean | null;
};

/** What was done a moment ago, in words. An address can name one of these and nothing else. */
const said = {
  chosen: { tone: 'ok', says: 'newsletters.chosen' },
  ended: { tone: 'ok', says: 'newsletters.ended' },
  'not-included': { tone: 'bad', says: 'newsletters.not-included' },
} as const;

export type NewsletterSaid = keyof typeof said;
export const isNewsletterSaid = (input: string | null): input is NewsletterSaid =>
  input !== null && Object.hasOwn(said, input);

/** A reader's choice: one button for each, nothing ticked beforehand. */
export function OwnNewslettersPage({
  newsletters,
  done,
}: {
  readonly newsletters: readonly OwnNewsletter[];
  readonly done: NewsletterSaid | null;
}) {
  const { say } = useVoice();
  return (
    <div className="account-page">
      <header className="page-head">
        <h1>{say('newsletters.title')}</h1>
        <p className="meta">{say('newsletters.says')}</p>
      </header>
      {done !== null && <Notice tone={said[done].tone} title={say(said[done].says)} />}
      {newsletters.length === 0 && <p className="ui">{say('newsletters.there-are-none')}</p>}
      {newsletters.map((one) => (
        <Card key={one.key} newsletter={one}>
          <OwnState newsletter={one} />
          <Wish newsletter={one} />
        </Card>
      ))}
      <p className="ui">
        <a href="/account">{say('frame.to-account')}</a>
      </p>
    </div>
  );
}

/** For everybody: what there is, and the way to it, which is to show that an address is one's own. */
export function NewslettersPage({ newsletters }: { readonly newsletters: readonly Newsletter[] }) {
  const { say } = useVoice();
  return (
    <div className="account-page">
      <header className="page-head">
        <h1>{say('newsletters.title')}</h1>
        <p className="meta">{say('newsletters.says')}</p>
      </header>
      {newsletters.length === 0 && <p className="ui">{say('newsletters.there-are-none')}</p>}
      {newsletters.map((one) => (
        <Card key={one.key} newsletter={one} />
      ))}
      <section className="card" aria-labelledby="by-mail-title">
        <h2 id="by-mail-title">{say('newsletters.by-mail')}</h2>
        <p className="ui">{say('newsletters.by-mail-says')}</p>
        <form method="post" action="/sign-in" className="order" noValidate>
          <TextField
            name="email"
            type="email"
            inputMode="email"
            autoComplete="email"
            required
            label={say('order.email')}
          />
          <input type="hidden" name="returnTo" value="/account/newsletters" />
          <Button>{say('sign-in.mail-me')}</Button>
        </form>
      </section>
    </div>
  );
}

function Card({
  newsletter: { key, name, about, rhythm, feature },
  children,
}: {
  readonly newsletter: Newsletter;
  readonly children?: React.ReactNode;
}) {
  const { say } = useVoice();
  return (
    <section className="card" aria-labelledby={`newsletter-${key}`}>
      <h2 id={`newsletter-${key}`}>{name}</h2>
      <p className="ui">{about}</p>
      <p className="meta">
        {rhythm} · {say(feature === null ? 'newsletters.for-all' : 'newsletters.for-subscribers')}
      </p>
      {children}
    </section>
  );
}

function OwnState({ newsletter: { chosen, since, endedBy, included } }: { newsletter: OwnNewsletter }) {
  const { say, day } = useVoice();
  if (chosen && included === false) return <p className="ui">{say('newsletters.paused')}</p>;
  if (chosen && since !== null) return <p className="ui">{say('newsletters.comes', { day: day(since) })}</p>;
  if ((endedBy === 'refused' || endedBy === 'complaint') && since !== null)
    return <p className="ui">{say(`newsletters.${endedBy}`, { day: day(since) })}</p>;
  return null;
}

function Wish({ newsletter: { key, name, chosen, included } }: { newsletter: OwnNewsletter }) {
  const { say } = useVoice();
  if (!chosen && included === false)
    return (
      <div className="choices">
        <ButtonLink href="/offer">{say('account.see-offer')}</ButtonLink>
      </div>
    );
  return (
    <form method="post" action="/account/newsletters" className="choices">
      <input type="hidden" name="newsletter" value={key} />
      <Button name="do" value={chosen ? 'end' : 'get'}>
        {say(chosen ? 'newsletters.end-one' : 'newsletters.get-one', { name })}
      </Button>
    </form>
  );
}

import { Button, ButtonLink } from '@gatefold/ui/button';
import { Notice } from '@gatefold/ui/notice';
import { useVoice } from '../../words/speaking.tsx';

export type Read = {
  readonly slug: string;
  readonly title: string;
  readonly section: string;
  readonly readAt: string;
};

/** What was done a moment ago, in words. An address can name one of these and nothing else. */
const said = {
  cleared: 'history.cleared',
  off: 'history.now-off',
  on: 'history.now-on',
} as const;

export const isReadingSaid = (input: string | null): input is keyof typeof said =>
  input !== null && input in said;

type Props = {
  /** False where the reader has switched the history off. */
  readonly keeps: boolean;
  readonly reads: readonly Read[];
  /** Where the older ones are; null at the end. */
  readonly olderHref: string | null;
  readonly isFirst: boolean;
  readonly done: keyof typeof said | null;
};

export function ReadingPage({ keeps, reads, olderHref, isFirst, done }: Props) {
  const { say } = useVoice();
  return (
    <div className="account-page">
      <header className="page-head">
        <h1>{say('history.title')}</h1>
        <p className="meta">{say('history.says')}</p>
      </header>
      {done !== null && <Notice tone="ok" title={say(said[done])} />}
      {keeps ? <Reads reads={reads} olderHref={olderHref} isFirst={isFirst} /> : <SwitchedOff />}
      {keeps && isFirst && <Wishes hasSome={reads.length > 0} />}
      <div className="choices">
        <ButtonLink href="/account">{say('frame.to-account')}</ButtonLink>
      </div>
    </div>
  );
}

function Reads({ reads, olderHref, isFirst }: Pick<Props, 'reads' | 'olderHref' | 'isFirst'>) {
  const { say, day, textLang } = useVoice();
  return (
    <section className="card" aria-labelledby="reads-title">
      <h2 id="reads-title">{say('history.list')}</h2>
      {reads.length === 0 ? (
        <p className="ui">{say(isFirst ? 'history.none' : 'history.no-more')}</p>
      ) : (
        <ul className="plain-list">
          {reads.map(({ slug, title, section, readAt }) => (
            <li key={`${readAt} ${slug}`}>
              <a href={`/articles/${slug}`} lang={textLang}>
                {title}
              </a>
              <span className="meta">{say('history.read', { section, day: day(readAt) })}</span>
            </li>
          ))}
        </ul>
      )}
      {olderHref !== null && (
        <div className="choices">
          <ButtonLink href={olderHref} rel="next">
            {say('frame.older')}
          </ButtonLink>
        </div>
      )}
    </section>
  );
}

function SwitchedOff() {
  const { say } = useVoice();
  return (
    <section className="card" aria-labelledby="off-title">
      <h2 id="off-title">{say('history.is-off')}</h2>
      <p className="ui">{say('history.is-off-says')}</p>
      <form method="post" action="/account/reading">
        <Button name="do" value="on">
          {say('history.on')}
        </Button>
      </form>
    </section>
  );
}

function Wishes({ hasSome }: { hasSome: boolean }) {
  const { say } = useVoice();
  return (
    <section className="card" aria-labelledby="wishes-title">
      <h2 id="wishes-title">{say('history.yours')}</h2>
      <form method="post" action="/account/reading" className="order">
        {hasSome && (
          <>
            <p className="ui" id="clear-says">
              {say('history.clear-says')}
            </p>
            <Button name="do" value="clear" aria-describedby="clear-says">
              {say('history.clear')}
            </Button>
          </>
        )}
        <p className="ui" id="off-says">
          {say('history.off-says')}
        </p>
        <Button name="do" value="off" aria-describedby="off-says">
          {say('history.off')}
        </Button>
      </form>
    </section>
  );
}

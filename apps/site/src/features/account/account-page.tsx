import { ButtonLink } from '@gatefold/ui/button';
import { home } from '@gatefold/web-kit/own-path';
import { planPath } from '../../coming-back.ts';
import { useVoice } from '../../words/speaking.tsx';
import { AddressNotice } from './address-notice.tsx';
import { endingInWords } from './standing.ts';
import type { ReadingEnd, Subscription } from './held.ts';
import { Gifts, type Gift } from './gifts.tsx';
import { Newsletters, type NewsletterState } from './newsletters.tsx';
import { Receipts, type Charge } from './receipts.tsx';
import { SubscriptionCard } from './subscription-card.tsx';

/** With the papers that are read by it. */
type Named = Subscription & { readonly papers: string };

type Props = {
  readonly email: string | null;
  /** All that run, or the last that did; none for a reader who never had one. */
  readonly held: readonly Named[];
  /** Whether one of them is to this paper of the house. */
  readonly hasThisPaper: boolean;
  readonly earlier: readonly Subscription[];
  readonly charges: readonly Charge[];
  readonly reading: ReadingEnd;
  readonly gifts: readonly Gift[];
  /** In groups that others pay for. */
  readonly seats: readonly Seat[];
  readonly newsletters: NewsletterState | null;
  /** Since when mails to the reader come back; null where they do not. */
  readonly addressFailsSince: string | null;
  readonly now: Date;
  /** Whether there is an offer for those who left. */
  readonly mayReturn: boolean;
};

export function AccountPage({ email, held, hasThisPaper, earlier, charges, gifts, seats, ...shown }: Props) {
  const { say } = useVoice();
  return (
    <div className="account-page">
      <header className="page-head">
        <h1>{say('account.title')}</h1>
        {email !== null && <p className="meta">{say('frame.signed-in-as', { email })}</p>}
      </header>
      <AddressNotice since={shown.addressFailsSince} />
      {seats.length > 0 && <SeatsWithOthers seats={seats} />}
      {held.length === 0 && seats.length === 0 && <NoSubscription />}
      {held.length > 0 && !hasThisPaper && <OtherPapersOnly />}
      {held.map((one) => (
        <SubscriptionCard
          key={one.id}
          subscription={one}
          papers={one.papers}
          reading={shown.reading}
          mayReturn={shown.mayReturn}
        />
      ))}
      <Gifts gifts={gifts} now={shown.now} />
      <Newsletters state={shown.newsletters} />
      {charges.length > 0 && <Receipts charges={charges} />}
      <p className="ui">
        <a href="/account/settings">{say('account.settings')}</a>
      </p>
      <p className="ui">
        <a href="/account/saved">{say('saved.title')}</a>
      </p>
      <p className="ui">
        <a href="/account/reading">{say('history.title')}</a>
      </p>
      {earlier.length > 0 && <Earlier subscriptions={earlier} />}
    </div>
  );
}

type Seat = { readonly id: string; readonly name: string; readonly until: string };

/** One who reads by the subscription of a group: by whose, until when, and where to give the seat back. */
function SeatsWithOthers({ seats }: Pick<Props, 'seats'>) {
  const { say, day } = useVoice();
  return (
    <section className="card" aria-labelledby="seats-title">
      <h2 id="seats-title">{say('seats.with-others')}</h2>
      <ul className="plain-list">
        {seats.map(({ id, name, until }) => (
          <li key={id}>
            <span>{name === '' ? say('group.some') : name}</span>
            <span className="meta">{say('seats.paid-until', { day: day(until) })}</span>
          </li>
        ))}
      </ul>
      <div className="choices">
        <ButtonLink href="/account/seats">{say('seats.yours')}</ButtonLink>
      </div>
    </section>
  );
}

function NoSubscription() {
  const { say, paper } = useVoice();
  return (
    <section className="card" aria-labelledby="none-title">
      <h2 id="none-title">{say('account.none')}</h2>
      <p className="ui">{say('account.none-says', { name: paper.name })}</p>
      <div className="choices">
        <ButtonLink href="/offer">{say('account.see-offer')}</ButtonLink>
      </div>
    </section>
  );
}

/** One who reads another paper of the house: what opens this one too. */
function OtherPapersOnly() {
  const { say, paper } = useVoice();
  return (
    <section className="card" aria-labelledby="others-title">
      <h2 id="others-title">{say('account.others-only', { name: paper.name })}</h2>
      <p className="ui">{say('account.others-only-says')}</p>
      <div className="choices">
        <ButtonLink href={planPath(home)}>{say('wall.another-plan')}</ButtonLink>
      </div>
    </section>
  );
}

function Earlier({ subscriptions }: { subscriptions: readonly Subscription[] }) {
  const voice = useVoice();
  const { say, day } = voice;
  return (
    <section className="card" aria-labelledby="earlier-title">
      <h2 id="earlier-title">{say('account.earlier')}</h2>
      <ul className="plain-list num">
        {subscriptions.map(({ id, orderNumber, endedAt, endReason }) => (
          <li key={id}>
            <span>{say('account.order', { number: orderNumber })}</span>
            <span className="meta">
              {endedAt === null
                ? say('account.running')
                : say('account.ended-on', { day: day(endedAt), why: endingInWords(endReason, voice) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

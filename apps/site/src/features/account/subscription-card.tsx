import { Button, ButtonLink } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { Notice } from '@gatefold/ui/notice';
import { PriceTrack } from '@gatefold/ui/price-path';
import { useVoice } from '../../words/speaking.tsx';
import type { Voice } from '../../words/voice.ts';
import { cardInWords, failingInWords, type ReadingEnd, type Subscription } from './held.ts';
import { Course } from './course.tsx';
import { endingInWords, situationOf, trackOf, type Situation } from './standing.ts';

type Props = {
  readonly subscription: Subscription;
  /** The names of what is read by it. */
  readonly papers: string;
  readonly reading: ReadingEnd;
  readonly mayReturn: boolean;
};

/** What I have, until when, what I pay next and when, with which card; and every way to change it, side by side. */
export function SubscriptionCard({ subscription, papers, reading, mayReturn }: Props) {
  const voice = useVoice();
  const { say } = voice;
  const situation = situationOf(subscription);
  const title = `subscription-${subscription.id}`;
  return (
    <section className="card" aria-labelledby={title}>
      <h2 id={title}>{say('held.title', { name: papers })}</h2>
      <SituationNotice {...{ situation, subscription, papers, reading }} />
      <Facts facts={factsOf({ situation, subscription, reading }, voice)} />
      {situation !== 'ended' && (
        <PriceTrack label={say('path.your-path')} steps={trackOf(subscription, voice)} />
      )}
      {situation === 'renewing' && subscription.nextCharge !== null && (
        <p className="meta">
          <a href={`/account/renewal.ics?subscription=${subscription.id}`}>{say('held.calendar')}</a>
        </p>
      )}
      <Actions subscription={subscription} situation={situation} mayReturn={mayReturn} />
      <Course subscription={subscription} situation={situation} />
    </section>
  );
}

type Told = Omit<Props, 'mayReturn' | 'papers'> & { readonly situation: Situation };

function factsOf({ situation, subscription, reading }: Told, voice: Voice) {
  const { say } = voice;
  const { paidThrough, endedAt, card, orderNumber } = subscription;
  const end = situation === 'payment-failing' ? reading : { until: paidThrough };
  return [
    readingFact({ situation, endedAt, end }, voice),
    { term: say('held.next-payment'), value: nextPayment({ situation, subscription }, voice) },
    { term: say('held.card'), value: cardInWords(card, voice) },
    { term: say('held.order-number'), value: orderNumber },
  ];
}

type Reading = {
  readonly situation: Situation;
  readonly endedAt: string | null;
  readonly end: ReadingEnd;
};

function readingFact({ situation, endedAt, end }: Reading, { say, day }: Voice) {
  if (situation === 'ended')
    return {
      term: say('held.ended'),
      value: endedAt === null ? say('held.ended-some-time') : say('held.on', { day: day(endedAt) }),
    };
  if (end === null) return { term: say('held.reading'), value: say('held.reading-unseen') };
  if (end.until !== null) return { term: say('held.reads-until'), value: day(end.until) };
  return {
    term: say('held.reading'),
    value: say(situation === 'opening' ? 'held.opens' : 'held.closed'),
  };
}

function nextPayment(
  { situation, subscription: { nextCharge } }: Pick<Told, 'situation' | 'subscription'>,
  { say, money, day }: Voice,
): string {
  if (situation === 'ended' || situation === 'cancelling') return say('held.no-more');
  if (nextCharge === null) return say('held.none');
  return say('held.amount-on', { amount: money(nextCharge.amount), day: day(nextCharge.at) });
}

function SituationNotice({ situation, subscription, papers, reading }: Told & Pick<Props, 'papers'>) {
  const voice = useVoice();
  const { say } = voice;
  switch (situation) {
    case 'renewing':
      return null;
    case 'opening':
      return (
        <Notice title={say('held.on-its-way')}>
          <p>{say('held.on-its-way-says', { name: papers })}</p>
        </Notice>
      );
    case 'cancelling':
      return <Cancelled subscription={subscription} />;
    case 'payment-failing':
      return (
        <Notice tone="warn" title={say('held.failing')}>
          <p>{failingInWords({ retryAt: subscription.retryAt, reading }, voice)}</p>
        </Notice>
      );
    case 'disputed':
      return (
        <Notice tone="warn" title={say('held.disputed')}>
          <p>{say('held.disputed-says')}</p>
        </Notice>
      );
    case 'ended':
      return (
        <Notice title={say('held.has-ended')}>
          <p>
            {endingInWords(subscription.endReason, voice)} {say('held.nothing-more')}
          </p>
        </Notice>
      );
  }
}

function Cancelled({ subscription }: Pick<Props, 'subscription'>) {
  const { say, moment } = useVoice();
  const { paidThrough, certificateNumber } = subscription;
  return (
    <Notice title={say('held.cancelled')}>
      <p>
        {paidThrough !== null && <>{say('held.read-until', { moment: moment(paidThrough) })} </>}
        {say('held.nothing-more')}
        {certificateNumber !== null && <> {say('held.certificate', { number: certificateNumber })}</>}
      </p>
    </Notice>
  );
}

/** Cancel stands beside the others in the same size and weight. */
function Actions({
  subscription: { id },
  situation,
  mayReturn,
}: {
  readonly subscription: Subscription;
  readonly situation: Situation;
  readonly mayReturn: boolean;
}) {
  const { say } = useVoice();
  if (situation === 'ended')
    return (
      <div className="choices">
        <ButtonLink href={mayReturn ? '/account/return' : '/offer'}>{say('held.again')}</ButtonLink>
      </div>
    );
  return (
    <div className="choices">
      <form method="post" action="/account/card">
        <input type="hidden" name="subscription" value={id} />
        <input type="hidden" name="returnTo" value="/account" />
        <Button>{say('held.change-card')}</Button>
      </form>
      {situation === 'cancelling' ? (
        <form method="post" action="/account/undo-cancel">
          <input type="hidden" name="subscription" value={id} />
          <Button>{say('held.keep')}</Button>
        </form>
      ) : (
        <ButtonLink href={`/account/cancel?subscription=${id}`}>{say('held.cancel')}</ButtonLink>
      )}
    </div>
  );
}

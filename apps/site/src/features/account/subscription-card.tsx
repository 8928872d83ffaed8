import { Button, ButtonLink } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { Notice } from '@gatefold/ui/notice';
import { PriceTrack } from '@gatefold/ui/price-path';
import { formatMoney, fromMoneyJson } from '@gatefold/kernel';
import {
  cardInWords,
  dayIn,
  failingInWords,
  momentIn,
  type Habits,
  type ReadingEnd,
  type Subscription,
} from './held.ts';
import { Course } from './course.tsx';
import { endingInWords, situationOf, trackOf, type Situation } from './standing.ts';

type Props = {
  readonly subscription: Subscription;
  readonly reading: ReadingEnd;
  readonly mayReturn: boolean;
  readonly habits: Habits;
};

/** What I have, until when, what I pay next and when, with which card; and every way to change it, side by side. */
export function SubscriptionCard({ subscription, reading, mayReturn, habits }: Props) {
  const situation = situationOf(subscription);
  const day = dayIn(habits);
  return (
    <section className="card" aria-labelledby="subscription-title">
      <h2 id="subscription-title">{habits.name}, all access</h2>
      <SituationNotice {...{ situation, subscription, reading, habits }} />
      <Facts facts={factsOf({ situation, subscription, reading, habits })} />
      {situation !== 'ended' && <PriceTrack steps={trackOf(subscription, { locale: habits.locale, day })} />}
      {situation === 'renewing' && subscription.nextCharge !== null && (
        <p className="meta">
          <a href={`/account/renewal.ics?subscription=${subscription.id}`}>
            Put the next payment into your calendar
          </a>
        </p>
      )}
      <Actions subscription={subscription} situation={situation} mayReturn={mayReturn} />
      <Course subscription={subscription} situation={situation} habits={habits} />
    </section>
  );
}

type Told = Omit<Props, 'mayReturn'> & { readonly situation: Situation };

function factsOf({ situation, subscription, reading, habits }: Told) {
  const { paidThrough, endedAt, card, orderNumber } = subscription;
  const day = dayIn(habits);
  const end = situation === 'payment-failing' ? reading : { until: paidThrough };
  return [
    readingFact({ situation, endedAt, end }, day),
    { term: 'Next payment', value: nextPayment({ situation, subscription, reading, habits }) },
    { term: 'Card', value: cardInWords(card) },
    { term: 'Order number', value: orderNumber },
  ];
}

type Reading = {
  readonly situation: Situation;
  readonly endedAt: string | null;
  readonly end: ReadingEnd;
};

function readingFact({ situation, endedAt, end }: Reading, day: (iso: string) => string) {
  if (situation === 'ended')
    return { term: 'It ended', value: endedAt === null ? 'some time ago' : `on ${day(endedAt)}` };
  if (end === null) return { term: 'Reading', value: 'cannot be seen just now' };
  if (end.until !== null) return { term: 'You can read until', value: day(end.until) };
  return {
    term: 'Reading',
    value: situation === 'opening' ? 'opens with your payment' : 'closed until it is paid',
  };
}

function nextPayment({ situation, subscription, habits }: Told): string {
  const { nextCharge } = subscription;
  if (situation === 'ended' || situation === 'cancelling') return 'none: nothing more is charged';
  if (nextCharge === null) return 'none';
  const amount = formatMoney(fromMoneyJson(nextCharge.amount), habits.locale);
  return `${amount} on ${dayIn(habits)(nextCharge.at)}`;
}

function SituationNotice({ situation, subscription, reading, habits }: Told) {
  switch (situation) {
    case 'renewing':
      return null;
    case 'opening':
      return (
        <Notice title="Your payment is on its way">
          <p>As soon as we see it, all of {habits.name} is open to you.</p>
        </Notice>
      );
    case 'cancelling':
      return <Cancelled subscription={subscription} habits={habits} />;
    case 'payment-failing':
      return (
        <Notice tone="warn" title="Your last payment did not go through">
          <p>{failingInWords({ retryAt: subscription.retryAt, reading }, habits)}</p>
        </Notice>
      );
    case 'disputed':
      return (
        <Notice tone="warn" title="Your bank is looking into a payment">
          <p>Until it has decided, your subscription stays as it is.</p>
        </Notice>
      );
    case 'ended':
      return (
        <Notice title="This subscription has ended">
          <p>{endingInWords(subscription.endReason)} Nothing more is charged.</p>
        </Notice>
      );
  }
}

function Cancelled({ subscription, habits }: Pick<Props, 'subscription' | 'habits'>) {
  const { paidThrough, certificateNumber } = subscription;
  return (
    <Notice title="You have cancelled">
      <p>
        {paidThrough !== null && <>You can read until {momentIn(habits)(paidThrough)}. </>}
        Nothing more is charged.
        {certificateNumber !== null && <> Certificate {certificateNumber}.</>}
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
  if (situation === 'ended')
    return (
      <div className="choices">
        <ButtonLink href={mayReturn ? '/account/return' : '/offer'}>Subscribe again</ButtonLink>
      </div>
    );
  return (
    <div className="choices">
      <form method="post" action="/account/card">
        <input type="hidden" name="subscription" value={id} />
        <input type="hidden" name="returnTo" value="/account" />
        <Button>Change card</Button>
      </form>
      {situation === 'cancelling' ? (
        <form method="post" action="/account/undo-cancel">
          <input type="hidden" name="subscription" value={id} />
          <Button>Keep the subscription</Button>
        </form>
      ) : (
        <ButtonLink href={`/account/cancel?subscription=${id}`}>Cancel</ButtonLink>
      )}
    </div>
  );
}

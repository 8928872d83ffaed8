import type { MoneyJson } from '@gatefold/kernel';
import { Facts } from '@gatefold/ui/definition-list';
import { Notice } from '@gatefold/ui/notice';
import { ReaderLink } from '../../parts/ids.tsx';
import { Instant } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { moneyWords } from '../../words/figures.ts';
import { GivingBack, type Done, type Request } from './giving-back.tsx';
import { giftState, type Gift } from './gifts-page.tsx';

export type Detail = Gift & {
  readonly refunded: MoneyJson;
  readonly recipientId: string;
  readonly paidAt: string | null;
  readonly takenAt: string | null;
  readonly expiresAt: string | null;
  readonly endedAt: string | null;
  readonly period: { readonly from: string; readonly until: string } | null;
  readonly stripeChargeId: string | null;
};

type Props = {
  readonly gift: Detail;
  /** A refund of it that waits for a second person. */
  readonly request: Request | null;
  readonly done: Done | null;
};

/** One gift: who gave it, what became of it and of its money, and giving that back. */
export function GiftPage({ gift, request, done }: Props) {
  return (
    <div className="page">
      <PageHead back={{ href: '/gifts', name: 'Gifts' }} title={gift.orderNumber} />
      {done?.kind === 'said' && <Notice tone="ok" title={done.says} />}
      {done?.kind === 'refused' && <Notice tone="bad" title={done.says} />}
      <Facts facts={[...whatItIs(gift), ...whatHappened(gift), ...itsMoney(gift)]} />
      <GivingBack gift={gift} request={request} done={done} />
    </div>
  );
}

const whatItIs = (gift: Detail) => [
  { term: 'State', value: <State {...giftState(gift)} /> },
  { term: 'Gift', value: gift.name },
  { term: 'Given by', value: <ReaderLink id={gift.giverId} whole /> },
  { term: gift.takenAt === null ? 'For' : 'Taken by', value: <ReaderLink id={gift.recipientId} whole /> },
];

/** What has not happened has no line. */
const whenOf = (term: string, at: string | null) =>
  at === null ? [] : [{ term, value: <Instant at={at} named /> }];

const whatHappened = (gift: Detail) => [
  ...whenOf('Ordered', gift.boughtAt),
  ...whenOf('Paid', gift.paidAt),
  ...(gift.sentAt === null ? whenOf('To be mailed', gift.sendAt) : whenOf('Mailed', gift.sentAt)),
  ...whenOf('Taken', gift.takenAt),
  ...whenOf('Read from', gift.period?.from ?? null),
  ...whenOf('Read until', gift.period?.until ?? null),
  ...whenOf('Can be taken until', gift.expiresAt),
  ...whenOf('Ended', gift.endedAt),
];

const itsMoney = ({ amount, refunded, stripeChargeId }: Detail) => [
  { term: 'Amount', value: moneyWords(amount) },
  ...(refunded.amount === '0' ? [] : [{ term: 'Given back', value: moneyWords(refunded) }]),
  { term: 'At Stripe', value: stripeChargeId === null ? 'nothing' : <code>{stripeChargeId}</code> },
];

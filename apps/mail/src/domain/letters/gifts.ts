import { button, facts, link, paragraph, small, type Letter, type Part } from '../letter.ts';
import { accountUrl, instantOf, moneyOf, type Context, type GiftCard } from './context.ts';

const unknown: GiftCard = {
  name: 'a gift subscription',
  from: '',
  message: '',
  code: null,
  sendAt: '',
  expiresAt: null,
  until: null,
  goesOn: false,
};

const cardOf = ({ gift }: Context): GiftCard => gift ?? unknown;

const whenOf = (context: Context, iso: string | null): string | null =>
  iso === '' ? null : instantOf(context, iso);

/** The giver's receipt, with the code, in case the mail to the other one is lost. */
export function giftBought(context: Context): Letter {
  const { facts: known, publication } = context;
  const card = cardOf(context);
  return {
    subject: `Your gift of ${publication}`,
    preview: 'It is paid, and is mailed on its day.',
    heading: 'Thank you for your gift',
    parts: [
      paragraph(
        'Your gift is paid. We mail it on the day that you chose, with your message. It never renews, and nothing more is charged.',
      ),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Gift', value: card.name },
        { label: 'Paid', value: moneyOf(context, known.amount) },
        { label: 'It is mailed', value: whenOf(context, card.sendAt) },
        { label: 'Code', value: card.code },
        { label: 'It can be taken until', value: whenOf(context, card.expiresAt) },
      ]),
      small('Whoever has the code can take the gift, once. You can also hand it over yourself.'),
      button('Your gifts', accountUrl(context)),
    ],
  };
}

/** Somebody was given something: what, by whom, and where it is taken. */
export function giftArrived(context: Context): Letter {
  const { facts: known, publication, siteUrl } = context;
  const card = cardOf(context);
  const from = card.from === '' ? 'Somebody' : card.from;
  return {
    subject: `${from} has given you ${publication}`,
    preview: 'A gift is waiting for you.',
    heading: 'A gift is waiting for you',
    parts: [
      paragraph(`${from} has given you ${card.name}. It costs you nothing, needs no card, and never renews.`),
      ...messageOf(card),
      facts([
        { label: 'Gift', value: known.orderNumber },
        { label: 'Code', value: card.code },
        { label: 'Take it until', value: whenOf(context, card.expiresAt) },
      ]),
      button('Take the gift', takeUrl(siteUrl, card)),
      small(
        'You sign in with your address; we mail you a link. Reading begins when you take it. If you have a subscription, its next payment moves behind the gift.',
      ),
    ],
  };
}

const messageOf = ({ message }: GiftCard): Part[] => (message === '' ? [] : [paragraph(`“${message}”`)]);

const takeUrl = (siteUrl: string, { code }: GiftCard): string =>
  code === null ? `${siteUrl}/redeem` : `${siteUrl}/redeem?code=${code}`;

export function giftTaken(context: Context): Letter {
  const { facts: known, publication } = context;
  return {
    subject: `Your gift of ${publication} was taken`,
    preview: 'Reading has begun. Nothing more is charged.',
    heading: 'Your gift was taken',
    parts: [
      paragraph('Whom you gave it to reads now. It ends by itself, and nothing more is charged.'),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Gift', value: cardOf(context).name },
      ]),
    ],
  };
}

export function giftBegun(context: Context): Letter {
  const { facts: known, publication } = context;
  const card = cardOf(context);
  return {
    subject: `Your gift of ${publication} has begun`,
    preview: 'You read everything. It never renews.',
    heading: 'Welcome',
    parts: [
      paragraph(
        card.goesOn
          ? 'You have taken your gift. Your own subscription goes on behind it: its next payment has moved to the end of the gift.'
          : 'You have taken your gift, and read everything. It ends by itself: nothing is charged, then or later.',
      ),
      facts([
        { label: 'Gift', value: known.orderNumber },
        { label: 'You read until', value: instantOf(context, known.accessUntil) },
      ]),
      button('Your account', accountUrl(context)),
    ],
  };
}

/** To the giver, some weeks before it can be taken no more. */
export function giftWaiting(context: Context): Letter {
  const { facts: known, publication } = context;
  const card = cardOf(context);
  return {
    subject: `Nobody has taken your gift of ${publication} yet`,
    preview: 'It can be taken for a while still.',
    heading: 'Your gift is still waiting',
    parts: [
      paragraph(
        'Nobody has taken your gift yet. Perhaps our mail was lost: you can hand the code over yourself.',
      ),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Code', value: card.code },
        { label: 'It can be taken until', value: whenOf(context, card.expiresAt) },
      ]),
      button('Your gifts', accountUrl(context)),
    ],
  };
}

/** Before it ends: when, and that nothing is charged unless the reader wants to go on. */
export function giftEnding(context: Context): Letter {
  const { facts: known, publication, siteUrl } = context;
  const { goesOn } = cardOf(context);
  return {
    subject: `Your gift of ${publication} ends soon`,
    preview: goesOn ? 'Then your own subscription goes on.' : 'Nothing will be charged.',
    heading: 'Your gift ends soon',
    parts: [
      paragraph(
        goesOn
          ? 'Your gift ends on the day below. Then your own subscription goes on and is charged as before; you can cancel it at any time in your account.'
          : 'Your gift ends on the day below. It does not renew, and nothing will be charged. You need do nothing.',
      ),
      facts([
        { label: 'Gift', value: known.orderNumber },
        { label: 'It ends', value: instantOf(context, known.accessUntil) },
      ]),
      ...(goesOn
        ? [button('Your account', accountUrl(context))]
        : [link('If you would like to go on reading', `${siteUrl}/offer`)]),
    ],
  };
}

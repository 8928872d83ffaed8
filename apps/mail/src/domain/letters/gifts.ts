import { button, facts, link, paragraph, small, type Letter, type Part } from '../letter.ts';
import { accountUrl, instantOf, moneyOf, type Context, type GiftCard } from './context.ts';
import { labels } from './labels.ts';

const cardOf = ({ gift, say }: Context): GiftCard =>
  gift ?? {
    name: say({ en: 'a gift subscription', de: 'ein Geschenkabo' }),
    from: '',
    message: '',
    code: null,
    sendAt: '',
    expiresAt: null,
    until: null,
    goesOn: false,
  };

const whenOf = (context: Context, iso: string | null): string | null =>
  iso === '' ? null : instantOf(context, iso);

/** The giver's receipt, with the code, in case the mail to the other one is lost. */
export function giftBought(context: Context): Letter {
  const { facts: known, publication, say } = context;
  const card = cardOf(context);
  return {
    subject: say({ en: 'Your gift of {publication}', de: 'Ihr Geschenk: {publication}' }, { publication }),
    preview: say({
      en: 'It is paid, and is mailed on its day.',
      de: 'Es ist bezahlt und wird an seinem Tag gesendet.',
    }),
    heading: say({ en: 'Thank you for your gift', de: 'Danke für Ihr Geschenk' }),
    parts: [
      paragraph(
        say({
          en: 'Your gift is paid. We mail it on the day that you chose, with your message. It never renews, and nothing more is charged.',
          de: 'Ihr Geschenk ist bezahlt. Wir senden es an dem Tag, den Sie gewählt haben, mit Ihren Zeilen. Es verlängert sich nie, und es wird nichts weiter abgebucht.',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.gift), value: card.name },
        { label: say(labels.paid), value: moneyOf(context, known.amount) },
        { label: say({ en: 'It is mailed', de: 'Es wird gesendet' }), value: whenOf(context, card.sendAt) },
        { label: say(labels.code), value: card.code },
        { label: say(labels.takenUntil), value: whenOf(context, card.expiresAt) },
      ]),
      small(
        say({
          en: 'Whoever has the code can take the gift, once. You can also hand it over yourself.',
          de: 'Wer den Code hat, kann das Geschenk einmal annehmen. Sie können ihn auch selbst überreichen.',
        }),
      ),
      button(say(labels.gifts), accountUrl(context)),
    ],
  };
}

/** Somebody was given something: what, by whom, and where it is taken. */
export function giftArrived(context: Context): Letter {
  const { facts: known, publication, siteUrl, say } = context;
  const card = cardOf(context);
  const from = card.from === '' ? say({ en: 'Somebody', de: 'Jemand' }) : card.from;
  const waits = { en: 'A gift is waiting for you', de: 'Ein Geschenk wartet auf Sie' };
  return {
    subject: say(
      { en: '{from} has given you {publication}', de: '{from} hat Ihnen {publication} geschenkt' },
      { from, publication },
    ),
    preview: `${say(waits)}.`,
    heading: say(waits),
    parts: [
      paragraph(
        say(
          {
            en: '{from} has given you {name}. It costs you nothing, needs no card, and never renews.',
            de: '{from} hat Ihnen etwas geschenkt: {name}. Es kostet Sie nichts, braucht keine Karte und verlängert sich nie.',
          },
          { from, name: card.name },
        ),
      ),
      ...messageOf(card),
      facts([
        { label: say(labels.gift), value: known.orderNumber },
        { label: say(labels.code), value: card.code },
        {
          label: say({ en: 'Take it until', de: 'Anzunehmen bis' }),
          value: whenOf(context, card.expiresAt),
        },
      ]),
      button(say({ en: 'Take the gift', de: 'Geschenk annehmen' }), takeUrl(siteUrl, card)),
      small(
        say({
          en: 'You sign in with your address; we mail you a link. Reading begins when you take it. If you have a subscription, its next payment moves behind the gift.',
          de: 'Sie melden sich mit Ihrer Adresse an; wir mailen Ihnen einen Link. Sie lesen, sobald Sie es annehmen. Wenn Sie ein Abo haben, rückt dessen nächste Zahlung hinter das Geschenk.',
        }),
      ),
    ],
  };
}

const messageOf = ({ message }: GiftCard): Part[] => (message === '' ? [] : [paragraph(`“${message}”`)]);

const takeUrl = (siteUrl: string, { code }: GiftCard): string =>
  code === null ? `${siteUrl}/redeem` : `${siteUrl}/redeem?code=${code}`;

export function giftTaken(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say(
      {
        en: 'Your gift of {publication} was taken',
        de: 'Ihr Geschenk wurde angenommen: {publication}',
      },
      { publication },
    ),
    preview: say({
      en: 'Reading has begun. Nothing more is charged.',
      de: 'Das Lesen hat begonnen. Es wird nichts weiter abgebucht.',
    }),
    heading: say({ en: 'Your gift was taken', de: 'Ihr Geschenk wurde angenommen' }),
    parts: [
      paragraph(
        say({
          en: 'Whom you gave it to reads now. It ends by itself, and nothing more is charged.',
          de: 'Wem Sie es geschenkt haben, liest jetzt. Es endet von selbst, und es wird nichts weiter abgebucht.',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.gift), value: cardOf(context).name },
      ]),
    ],
  };
}

export function giftBegun(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say(
      { en: 'Your gift of {publication} has begun', de: 'Ihr Geschenk hat begonnen: {publication}' },
      { publication },
    ),
    preview: say({
      en: 'You read everything. It never renews.',
      de: 'Sie lesen alles. Es verlängert sich nie.',
    }),
    heading: say({ en: 'Welcome', de: 'Willkommen' }),
    parts: [
      paragraph(
        cardOf(context).goesOn
          ? say({
              en: 'You have taken your gift. Your own subscription goes on behind it: its next payment has moved to the end of the gift.',
              de: 'Sie haben Ihr Geschenk angenommen. Ihr eigenes Abo läuft danach weiter: Seine nächste Zahlung ist an das Ende des Geschenks gerückt.',
            })
          : say({
              en: 'You have taken your gift, and read everything. It ends by itself: nothing is charged, then or later.',
              de: 'Sie haben Ihr Geschenk angenommen und lesen alles. Es endet von selbst: Es wird nichts abgebucht, weder dann noch später.',
            }),
      ),
      facts([
        { label: say(labels.gift), value: known.orderNumber },
        { label: say(labels.readUntil), value: instantOf(context, known.accessUntil) },
      ]),
      button(say(labels.account), accountUrl(context)),
    ],
  };
}

/** To the giver, some weeks before it can be taken no more. */
export function giftWaiting(context: Context): Letter {
  const { facts: known, publication, say } = context;
  const card = cardOf(context);
  return {
    subject: say(
      {
        en: 'Nobody has taken your gift of {publication} yet',
        de: 'Noch niemand hat Ihr Geschenk angenommen: {publication}',
      },
      { publication },
    ),
    preview: say({
      en: 'It can be taken for a while still.',
      de: 'Es kann noch eine Weile angenommen werden.',
    }),
    heading: say({ en: 'Your gift is still waiting', de: 'Ihr Geschenk wartet noch' }),
    parts: [
      paragraph(
        say({
          en: 'Nobody has taken your gift yet. Perhaps our mail was lost: you can hand the code over yourself.',
          de: 'Noch hat niemand Ihr Geschenk angenommen. Vielleicht ging unsere E-Mail verloren: Sie können den Code selbst überreichen.',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.code), value: card.code },
        { label: say(labels.takenUntil), value: whenOf(context, card.expiresAt) },
      ]),
      button(say(labels.gifts), accountUrl(context)),
    ],
  };
}

/** Before it ends: when, and that nothing is charged unless the reader wants to go on. */
export function giftEnding(context: Context): Letter {
  const { facts: known, publication, siteUrl, say } = context;
  const { goesOn } = cardOf(context);
  return {
    subject: say(
      { en: 'Your gift of {publication} ends soon', de: 'Ihr Geschenk endet bald: {publication}' },
      { publication },
    ),
    preview: goesOn
      ? say({ en: 'Then your own subscription goes on.', de: 'Dann läuft Ihr eigenes Abo weiter.' })
      : say({ en: 'Nothing will be charged.', de: 'Es wird nichts abgebucht.' }),
    heading: say({ en: 'Your gift ends soon', de: 'Ihr Geschenk endet bald' }),
    parts: [
      paragraph(
        goesOn
          ? say({
              en: 'Your gift ends on the day below. Then your own subscription goes on and is charged as before; you can cancel it at any time in your account.',
              de: 'Ihr Geschenk endet an dem Tag unten. Dann läuft Ihr eigenes Abo weiter und wird abgebucht wie zuvor; Sie können es jederzeit in Ihrem Konto kündigen.',
            })
          : say({
              en: 'Your gift ends on the day below. It does not renew, and nothing will be charged. You need do nothing.',
              de: 'Ihr Geschenk endet an dem Tag unten. Es verlängert sich nicht, und es wird nichts abgebucht. Sie müssen nichts tun.',
            }),
      ),
      facts([
        { label: say(labels.gift), value: known.orderNumber },
        { label: say({ en: 'It ends', de: 'Es endet' }), value: instantOf(context, known.accessUntil) },
      ]),
      ...(goesOn
        ? [button(say(labels.account), accountUrl(context))]
        : [
            link(
              say({ en: 'If you would like to go on reading', de: 'Wenn Sie weiterlesen möchten' }),
              `${siteUrl}/offer`,
            ),
          ]),
    ],
  };
}

import { button, facts, link, paragraph, type Letter } from '../letter.ts';
import { accountUrl, cancelUrl, chargeOf, instantOf, linkTo, moneyOf, type Context } from './context.ts';
import { labels } from './labels.ts';

/** Another plan, or the one that was kept after all: what is paid next, and how to leave. */
export function planChanged(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say({ en: 'Your plan at {publication}', de: 'Ihr Abo: {publication}' }, { publication }),
    preview: say({ en: 'What you pay next, and when.', de: 'Was Sie als Nächstes bezahlen, und wann.' }),
    heading: say({ en: 'Your plan has changed', de: 'Ihr Abo ist geändert' }),
    parts: [
      paragraph(
        say({
          en: 'Your plan is changed as you confirmed it. It renews until you cancel.',
          de: 'Ihr Abo ist geändert, wie Sie es bestätigt haben. Es verlängert sich, bis Sie kündigen.',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.paidThrough), value: instantOf(context, known.accessUntil) },
        { label: say(labels.next), value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
      button(say(labels.account), accountUrl(context)),
      link(say(labels.cancel), cancelUrl(context)),
    ],
  };
}

/** Until when one reads, and when it goes on by itself. */
export function paused(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say(
      { en: 'Your subscription to {publication} is paused', de: 'Ihr Abo pausiert: {publication}' },
      { publication },
    ),
    preview: say({
      en: 'Nothing is charged while it rests.',
      de: 'Während der Pause wird nichts abgebucht.',
    }),
    heading: say({ en: 'Your subscription rests', de: 'Ihr Abo pausiert' }),
    parts: [
      paragraph(
        say({
          en: 'Nothing is charged while it rests. You can let it go on earlier, or cancel, in your account.',
          de: 'Während der Pause wird nichts abgebucht. In Ihrem Konto können Sie es früher weiterlaufen lassen oder kündigen.',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.readUntil), value: instantOf(context, known.accessUntil) },
        {
          label: say({ en: 'It goes on', de: 'Es läuft weiter' }),
          value: chargeOf(context, known.nextAmount, known.nextChargeAt),
        },
      ]),
      button(say({ en: 'Let it go on now', de: 'Jetzt weiterlaufen lassen' }), linkTo(context, 'resume')),
      link(say(labels.account), accountUrl(context)),
      link(say(labels.cancel), cancelUrl(context)),
    ],
  };
}

/** A new list price, told in time: what it is, from when, and that one may leave before. */
export function priceChange(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say(
      {
        en: 'A new price for your subscription to {publication}',
        de: 'Ein neuer Preis für Ihr Abo: {publication}',
      },
      { publication },
    ),
    preview: say({
      en: 'What it is, and from when. You can cancel before.',
      de: 'Wie hoch er ist, und ab wann. Sie können vorher kündigen.',
    }),
    heading: say({ en: 'A new price', de: 'Ein neuer Preis' }),
    parts: [
      paragraph(
        say({
          en: 'All that you were promised until then stays as it is. After that your subscription costs more.',
          de: 'Alles, was Ihnen bis dahin zugesagt ist, bleibt, wie es ist. Danach kostet Ihr Abo mehr.',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.newPrice), value: moneyOf(context, known.listAmount) },
        { label: say(labels.from), value: instantOf(context, known.listFrom) },
        { label: say(labels.next), value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
      paragraph(
        say({
          en: 'If you do not want that you can cancel at any time before, and read to the end of what you paid for.',
          de: 'Wenn Sie das nicht möchten, können Sie vorher jederzeit kündigen und lesen bis zum Ende dessen, was Sie bezahlt haben.',
        }),
      ),
      link(say(labels.cancel), cancelUrl(context)),
      button(say(labels.account), accountUrl(context)),
    ],
  };
}

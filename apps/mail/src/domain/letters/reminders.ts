import { button, facts, link, paragraph, type Letter } from '../letter.ts';
import { accountUrl, cancelUrl, chargeOf, instantOf, moneyOf, type Context } from './context.ts';
import { labels } from './labels.ts';

/** Sent on calendar day −7, so that nobody pays the next price by surprise. */
export function conversionReminder(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say(
      {
        en: 'Your introductory weeks at {publication} end soon',
        de: 'Ihre Kennenlernwochen enden bald: {publication}',
      },
      { publication },
    ),
    preview: say({
      en: 'What you will pay next and when, and how to cancel before.',
      de: 'Was Sie als Nächstes wann bezahlen, und wie Sie vorher kündigen.',
    }),
    heading: say({
      en: 'Your introductory weeks end soon',
      de: 'Ihre Kennenlernwochen enden bald',
    }),
    parts: [
      paragraph(
        say({
          en: 'If you do nothing, your subscription goes on at the discounted price of the first year:',
          de: 'Wenn Sie nichts tun, läuft Ihr Abo zum ermäßigten Preis des ersten Jahres weiter:',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.next), value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
        { label: say(labels.listPrice), value: chargeOf(context, known.listAmount, known.listFrom) },
      ]),
      paragraph(endOrKeep(context)),
      button(say(labels.account), accountUrl(context)),
      link(say(labels.cancelIt), cancelUrl(context)),
    ],
  };
}

function endOrKeep(context: Context): string {
  const until = instantOf(context, context.facts.accessUntil ?? context.facts.nextChargeAt);
  return until === null
    ? context.say({
        en: 'If you would rather stop, cancel before that: you pay nothing more.',
        de: 'Wenn Sie lieber aufhören möchten, kündigen Sie vorher: Sie bezahlen nichts mehr.',
      })
    : context.say(
        {
          en: 'If you would rather stop, cancel before that: you pay nothing more and read until {until}.',
          de: 'Wenn Sie lieber aufhören möchten, kündigen Sie vorher: Sie bezahlen nichts mehr und lesen bis {until}.',
        },
        { until },
      );
}

export function stepUpNotice(context: Context): Letter {
  const { facts: known, publication, say } = context;
  const from = instantOf(context, known.listFrom ?? known.nextChargeAt);
  return {
    subject: say(
      {
        en: 'The price of your subscription to {publication} changes',
        de: 'Der Preis Ihres Abos ändert sich: {publication}',
      },
      { publication },
    ),
    preview: say({
      en: 'Your first year ends; the list price begins.',
      de: 'Ihr erstes Jahr endet; der Listenpreis beginnt.',
    }),
    heading: say({
      en: 'Your discount ends with the first year',
      de: 'Ihr Rabatt endet mit dem ersten Jahr',
    }),
    parts: [
      paragraph(
        say({
          en: 'From the next payment on you pay the list price, as agreed when you subscribed:',
          de: 'Ab der nächsten Zahlung bezahlen Sie den Listenpreis, wie beim Abschluss vereinbart:',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.newPrice), value: moneyOf(context, known.listAmount ?? known.nextAmount) },
        { label: say(labels.from), value: from },
      ]),
      paragraph(
        say({
          en: 'You can cancel at any time before that and keep reading to the end of what you paid for.',
          de: 'Sie können vorher jederzeit kündigen und lesen weiter, bis zum Ende dessen, was Sie bezahlt haben.',
        }),
      ),
      button(say(labels.account), accountUrl(context)),
      link(say(labels.cancelIt), cancelUrl(context)),
    ],
  };
}

/** What the law of several places asks for before a year is charged again: until when, how much, how to stop. */
export function renewalReminder(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say(
      {
        en: 'Your subscription to {publication} renews soon',
        de: 'Ihr Abo verlängert sich bald: {publication}',
      },
      { publication },
    ),
    preview: say({
      en: 'What you will pay and when, what for, and how to cancel before.',
      de: 'Was Sie wann wofür bezahlen, und wie Sie vorher kündigen.',
    }),
    heading: say({ en: 'Your subscription renews soon', de: 'Ihr Abo verlängert sich bald' }),
    parts: [
      paragraph(
        say({
          en: 'Your subscription renews by itself. If you do nothing, your card is charged for the next period:',
          de: 'Ihr Abo verlängert sich von selbst. Wenn Sie nichts tun, wird der nächste Zeitraum von Ihrer Karte abgebucht:',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.next), value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
        { label: say(labels.paysUntil), value: instantOf(context, known.nextUntil) },
      ]),
      paragraph(endOrKeep(context)),
      button(say(labels.account), accountUrl(context)),
      link(say(labels.cancelIt), cancelUrl(context)),
    ],
  };
}

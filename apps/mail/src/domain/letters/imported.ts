import { facts, link, paragraph, type Letter } from '../letter.ts';
import { accountUrl, cancelUrl, chargeOf, instantOf, type Context } from './context.ts';
import { labels } from './labels.ts';
import { signInParts } from './purchase.ts';

/** A subscription has moved here from elsewhere: nothing was charged, and this is how its reader gets in. */
export function subscriptionImported(context: Context): Letter {
  const { facts: known, publication, say } = context;
  const goesOn = known.nextChargeAt !== null;
  return {
    subject: say(
      { en: 'Your subscription to {publication} has a new home', de: 'Ihr Abo ist umgezogen: {publication}' },
      { publication },
    ),
    preview: say({
      en: 'Nothing was charged. Confirm your address to read on.',
      de: 'Es wurde nichts abgebucht. Bestätigen Sie Ihre Adresse, um weiterzulesen.',
    }),
    heading: say({ en: 'Your subscription has a new home', de: 'Ihr Abo ist umgezogen' }),
    parts: [
      paragraph(
        goesOn
          ? say({
              en: 'We have moved your subscription to a new system. Nothing was charged, and neither what you pay nor when has changed.',
              de: 'Wir haben Ihr Abo in ein neues System übernommen. Es wurde nichts abgebucht, und weder was Sie bezahlen noch wann hat sich geändert.',
            })
          : say({
              en: 'We have moved your subscription to a new system. Nothing was charged. You read on to the end of what you paid for; it does not renew.',
              de: 'Wir haben Ihr Abo in ein neues System übernommen. Es wurde nichts abgebucht. Sie lesen weiter, bis zum Ende dessen, was Sie bezahlt haben; es verlängert sich nicht.',
            }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.paidThrough), value: instantOf(context, known.accessUntil) },
        { label: say(labels.next), value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
      ...signInParts(context),
      link(say(labels.account), accountUrl(context)),
      ...(goesOn ? [link(say(labels.cancelIt), cancelUrl(context))] : []),
    ],
  };
}

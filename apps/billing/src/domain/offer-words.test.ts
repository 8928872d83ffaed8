import { describe, expect, test } from 'vitest';
import { catalogue, promotions } from '../../test/paper.ts';
import { inCurrency, type Offer } from './offer.ts';
import { spokenIn } from './offer-words.ts';
import { promoted } from './promotion.ts';

const digital = catalogue.find(({ key }) => key === 'digital')!;
const offer: Offer = {
  ...digital,
  otherMoney: { EUR: { amounts: ['100', '900', '1500'], text: 'You pay €1 today.' } },
  translations: {
    de: {
      name: 'Der Meridian, digital',
      texts: { USD: 'Heute bezahlen Sie 1 $.', EUR: 'Heute bezahlen Sie 1 €.' },
      benefits: ['Alles'],
    },
  },
};

describe('an offer in the language of its reader', () => {
  test('has its name, its terms and what one gets in it, under the same version of the terms', () => {
    expect(spokenIn(offer, 'de-AT')).toMatchObject({
      name: 'Der Meridian, digital',
      benefits: ['Alles'],
      consent: { version: offer.consent.version, text: 'Heute bezahlen Sie 1 $.' },
      phases: offer.phases,
    });
  });

  test('has the terms in the money that is paid', () => {
    expect(spokenIn(inCurrency(offer, 'EUR'), 'de').consent.text).toBe('Heute bezahlen Sie 1 €.');
  });

  test.each([null, 'en-US', 'fr'])('is as it is for %s', (locale) => {
    expect(spokenIn(offer, locale)).toBe(offer);
  });

  test('has the terms of a code, or stays as it is where these are in no other language', () => {
    const lowered = { ...promotions[0]!, translations: {} };
    const spoken = { ...lowered, translations: { de: { USD: 'Heute 1 $, dann 7 $.' } } };

    expect(spokenIn(promoted(offer, spoken), 'de').consent.text).toBe('Heute 1 $, dann 7 $.');
    expect(spokenIn(promoted(offer, lowered), 'de').consent).toBe(lowered.consent);
  });
});

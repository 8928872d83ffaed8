import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paperFile } from './paper.ts';
import { startSelling, type Plan, type Selling } from './selling.ts';

let { billing, buyer, plan, apply } = {} as Selling;
beforeAll(async () => {
  ({ billing, buyer, plan, apply } = await startSelling());
});
afterAll(() => billing.close());

describe('gifts in the file', () => {
  const year = paperFile.gifts['gift-year']!;
  const withYear = (change: object): unknown => ({
    ...paperFile,
    gifts: { ...paperFile.gifts, 'gift-year': { ...year, ...change } },
  });
  const dearer = {
    amount: { USD: '160.00' },
    text: 'You pay $160 once, for a year that never renews.',
    translations: { de: { name: 'Ein Jahr', text: 'Sie bezahlen einmal 160 $, für ein Jahr.' } },
  };
  const offered = async (locale = 'en-US') => {
    const { body } = await billing.api.get(`/v1/gift-offers?locale=${locale}`);
    return body as { data: { key: string; name: string; text: string; amount: object }[] };
  };
  const give = (key: string, locale?: string) =>
    billing.api
      .post('/v1/gifts')
      .set('idempotency-key', `file-${key}-${locale ?? ''}`)
      .send({ offer: key, email: 'g@meridian.example', to: 'f@meridian.example', from: 'G', locale });

  test('are what can be given, in the language of who gives, and so on the page that takes the money', async () => {
    const { data } = await offered('de-AT');
    expect(data.map(({ key }) => key)).toEqual(Object.keys(paperFile.gifts));
    expect(data[0]).toMatchObject(year.translations!['de']!);
    expect((await offered()).data[0]).toMatchObject({ name: year.name, text: year.text });

    const { url } = (await give('gift-year', 'de-AT')).body as { url: string };
    const page = await (await fetch(url)).text();
    expect(page).toContain(year.translations!['de']!.text);
  });

  test('at another price are the next version: what was given before stays what it was', async () => {
    const before = (await give('gift-year', 'en-US')).body as { id: string };
    const changed = (await apply(withYear(dearer))).body as Plan & { changes: object[] };

    expect(changed.changes).toContainEqual(expect.objectContaining({ what: 'gift', version: 2 }));
    expect(changed.made).toEqual([{ kind: 'price', name: 'gift-year-16000-usd' }]);
    expect((await offered()).data[0]).toMatchObject({ amount: { amount: '16000', currency: 'USD' } });
    const { body } = await buyer.as('get', `/v1/gifts/${before.id}`);
    expect(body).toMatchObject({ amount: { amount: '15000' }, name: year.name });
    const versions = await billing.api
      .get('/v1/catalogue/gift-versions')
      .set('authorization', `Bearer ${await billing.tokenOf('cli')}`);
    expect((versions.body as { data: object[] }).data).toMatchObject([
      { key: 'gift-quarter', version: 1, isOnSale: true, length: '3 months', sold: 0 },
      { key: 'gift-signal-quarter', version: 1, isOnSale: true },
      { key: 'gift-signal-year', version: 1, isOnSale: true },
      { key: 'gift-year', version: 2, isOnSale: true },
      { key: 'gift-year', version: 1, isOnSale: false },
    ]);
    await apply(paperFile);
  });

  test('that are left out cannot be given', async () => {
    await apply({ ...paperFile, gifts: {} });
    const { body } = await give('gift-quarter');
    await apply(paperFile);

    expect(body).toMatchObject({ code: 'offer-not-on-sale' });
  });

  test('come to a state on which offers were sold before gifts stood in the file', async () => {
    // As an earlier release has left it.
    await billing.sql.query(`UPDATE catalogue SET definition = definition - 'gifts' WHERE state = 'on-sale'`);
    const { body } = await plan(paperFile);
    expect(body).toMatchObject({ isChange: true });
    await apply(paperFile);

    expect((await offered()).data).toHaveLength(Object.keys(paperFile.gifts).length);
    expect((await plan(paperFile)).body).toMatchObject({ isChange: false });
  });

  test('keep each version that was sold, whoever asks the database', async () => {
    const edit = billing.sql.query(`UPDATE gift_version SET definition = '{}'`);
    await expect(edit).rejects.toThrow('stays as it is');
  });
});

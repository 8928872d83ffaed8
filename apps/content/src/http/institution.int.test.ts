import { createPlaces, systemMachineClock } from '@gatefold/service-kit';
import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aManuscript } from '../../test/builders.ts';
import { startContent, type Content } from '../../test/harness.ts';

let content: Content;
beforeAll(async () => {
  content = await startContent();
  await content.publish(aManuscript());
});
afterAll(() => content.stop());

const read = async (place: string | null, token: string | null = null) => {
  const query = place === null ? '' : `?place=${place}`;
  return content.get(`/v1/articles/a-ship-comes-in${query}`, token).expect(200);
};
const placeBy = (service: string, address: string): Promise<string> =>
  createPlaces({
    service,
    privateJwk: content.keys.serviceKeys.get(service)?.privateJwk ?? {},
    clock: systemMachineClock,
  })(address);

test('whoever reads from inside reads, and no cache on the way keeps that', async () => {
  const { body, headers } = await read(await placeBy('site', '192.0.2.17'));
  expect(body.access).toEqual({ granted: true, reason: 'institution' });
  expect(headers['cache-control']).toBe('private, no-store');
  const token = await content.keys.readerToken({ readerId: anId(1) });
  const { body: signedIn } = await read(await placeBy('site', '192.0.2.17'), token);
  // Nothing is signed for times when nobody can be asked: they may be elsewhere by then.
  expect(signedIn.access).toEqual({ granted: true, reason: 'institution' });
  expect((await read(null, token)).body.access).toMatchObject({ granted: false });
});

test('nobody else does: not from outside, not by a place that the site has not signed', async () => {
  for (const place of [
    await placeBy('site', '198.51.100.1'),
    await placeBy('dev', '192.0.2.17'),
    '192.0.2.17',
    'nonsense',
    null,
  ])
    expect((await read(place)).body.access).toEqual({ granted: false, reason: 'not-signed-in' });
});

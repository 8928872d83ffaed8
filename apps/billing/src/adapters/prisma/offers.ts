import type { Offer } from '../../domain/offer.ts';
import { fromOfferJson, type OfferJson } from '../postgres/catalogue-json.ts';
import type { PrismaClient } from './generated/client.ts';

/** The terms of a version, whether or not it is still on sale. Versions never change, so each is read once. */
export function offersOnce(db: PrismaClient): (key: string, version: number) => Promise<Offer> {
  const known = new Map<string, Promise<Offer>>();
  return (key, version) => {
    const name = `${key}.${version}`;
    const found = known.get(name) ?? findOffer(db, key, version);
    known.set(name, found);
    found.catch(() => known.delete(name));
    return found;
  };
}

async function findOffer(db: PrismaClient, key: string, version: number): Promise<Offer> {
  const { definition } = await db.offerVersion.findUniqueOrThrow({
    where: { key_version: { key, version } },
  });
  return fromOfferJson(definition as unknown as OfferJson);
}

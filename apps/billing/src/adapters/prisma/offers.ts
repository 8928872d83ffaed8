import { checkOffer, type Offer } from '../../domain/offer.ts';
import { fromStepsJson, toStepsJson } from '../postgres/steps-json.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';

/**
 * Keeps each version of an offer as it was first seen. Throws when a version was edited: what somebody
 * has accepted cannot change under them. Raise the version instead.
 */
export async function keepOffers(db: PrismaClient, offers: readonly Offer[]): Promise<void> {
  for (const offer of offers) {
    checkOffer(offer);
    const { key, version } = offer;
    const definition = toJson(offer);
    await db.offerVersion.createMany({ data: [{ key, version, definition }], skipDuplicates: true });
    const kept = await db.offerVersion.findUniqueOrThrow({ where: { key_version: { key, version } } });
    if (sorted(kept.definition) !== sorted(definition))
      throw new Error(
        `offer ${key} version ${version} was edited after it was put on sale: raise the version`,
      );
  }
}

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
  const json = definition as unknown as Omit<Offer, 'phases'> & { phases: ReturnType<typeof toStepsJson> };
  return { ...json, phases: fromStepsJson(json.phases) };
}

const toJson = (offer: Offer): Prisma.InputJsonObject =>
  ({ ...offer, phases: toStepsJson(offer.phases) }) as unknown as Prisma.InputJsonObject;

/** The same text for the same content: the database keeps the fields of an object in its own order. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

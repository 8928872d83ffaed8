import { DAY, isId, latest, plus, type BusinessClock, type Money } from '@gatefold/kernel';
import type { HouseRules } from '../domain/house-rules.ts';
import { firstAtNewPrice, obstacleTo } from '../domain/price-rise.ts';
import { refuse } from '../domain/refusals.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { AnnouncedRise, NamedRise, PriceRises, ToldOfRise } from './rise-ports.ts';

export type Risen = {
  readonly subscription: Subscription;
  readonly toldAt: Date | null;
  readonly from: Date;
  readonly firstCharge: { readonly at: Date; readonly amount: Money } | null;
  readonly isHandedOver: boolean | null;
  /** The code of the refusal that telling them now would meet. */
  readonly obstacle: string | null;
};

export type RisenPage = { readonly data: readonly Risen[]; readonly next: string | null };

type Deps = { priceRises: PriceRises; houseRules: HouseRules; clock: BusinessClock };

type Asked = {
  readonly id: string;
  readonly state: 'told' | 'waiting';
  /** A place that this list gave out. */
  readonly after: string | null;
  readonly limit: number;
};

export const riseOf =
  ({ priceRises }: Pick<Deps, 'priceRises'>) =>
  async (id: string): Promise<AnnouncedRise> => {
    const rise = await priceRises.find(id);
    if (rise === null) throw refuse('price-rise-not-found');
    return rise;
  };

/** Who was told of a rise, or waits to be. */
export const risenBy =
  (deps: Deps) =>
  async ({ id, state, after, limit }: Asked): Promise<RisenPage> => {
    const rise = await riseOf(deps)(id);
    return state === 'told'
      ? pageOf(await deps.priceRises.told(rise, { before: placeIn(after), limit }), {
          limit,
          rowOf: (told) => toldRow(told, rise),
          placeOf: ({ place }) => place.toString(),
        })
      : pageOf(await deps.priceRises.waiting(rise, { after: idIn(after), limit }), {
          limit,
          rowOf: (subscription) => waitingRow(deps, subscription, rise),
          placeOf: (subscription) => subscription.id,
        });
  };

type Paging<T> = { limit: number; rowOf(one: T): Risen; placeOf(one: T): string };

function pageOf<T>(found: readonly T[], { limit, rowOf, placeOf }: Paging<T>): RisenPage {
  const last = found.length === limit ? found.at(-1) : undefined;
  return { data: found.map(rowOf), next: last === undefined ? null : placeOf(last) };
}

const toldRow = ({ subscription, toldAt, from, isHandedOver }: ToldOfRise, rise: NamedRise): Risen => ({
  subscription,
  toldAt,
  from,
  firstCharge: firstAtNewPrice(subscription, rise),
  isHandedOver,
  obstacle: null,
});

/** Told now, the new price would still not begin before the time of notice is over. */
function waitingRow({ houseRules, clock }: Deps, subscription: Subscription, rise: NamedRise): Risen {
  const now = clock.now();
  return {
    subscription,
    toldAt: null,
    from: latest(rise.from, plus(now, houseRules.priceRise.noticeDays * DAY)),
    firstCharge: null,
    isHandedOver: null,
    obstacle: obstacleTo(subscription, now)?.code ?? null,
  };
}

function placeIn(after: string | null): number | null {
  if (after === null) return null;
  if (!/^[1-9]\d{0,14}$/.test(after)) throw refuse('cursor-invalid');
  return Number(after);
}

function idIn(after: string | null): string | null {
  if (after !== null && !isId(after)) throw refuse('cursor-invalid');
  return after;
}

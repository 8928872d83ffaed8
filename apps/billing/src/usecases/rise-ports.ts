import type { PriceRise } from '../domain/price-rise.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { EventPlace } from './finance-ports.ts';

/** A rise with its name: who is told of it is told under that. */
export type NamedRise = PriceRise & { readonly id: string; readonly actor: string };

export type AnnouncedRise = NamedRise & {
  readonly announcedAt: Date;
  /** How many were told, and how many cannot be told yet. */
  readonly told: number;
  readonly waiting: number;
};

/** Somebody who was told. */
export type ToldOfRise = {
  /** Their place in the list, newest first. */
  readonly place: number;
  readonly subscription: Subscription;
  readonly toldAt: Date;
  /** The day from which they were told that the new price is. */
  readonly from: Date;
  /** Whether mail has it to send. */
  readonly isHandedOver: boolean;
};

/** New list prices that were announced, and who is told of them. */
export type PriceRises = {
  /** Keeps it, unless the same was announced before: that one's id. */
  keep(rise: Omit<NamedRise, 'id'>, id: string): Promise<string>;
  /** Newest first. */
  list(query: { after: EventPlace | null; limit: number }): Promise<readonly AnnouncedRise[]>;
  find(id: string): Promise<AnnouncedRise | null>;
  /** Newest first; older than the place `before`. */
  told(rise: NamedRise, query: { before: number | null; limit: number }): Promise<readonly ToldOfRise[]>;
  /** In the order of their ids, behind `after`. */
  waiting(rise: NamedRise, query: { after: string | null; limit: number }): Promise<readonly Subscription[]>;
};

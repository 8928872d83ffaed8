import type { Tried } from '../domain/outgoing-webhook.ts';
import type { EventPlace } from './finance-ports.ts';

export type Endpoint = {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  /** All where it is empty. */
  readonly types: readonly string[];
  readonly state: 'on' | 'off';
  readonly failingSince: Date | null;
  readonly createdAt: Date;
};

export type Delivery = {
  readonly id: string;
  readonly endpointId: string;
  readonly messageId: string;
  readonly type: string;
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly nextTryAt: Date | null;
  readonly createdAt: Date;
  readonly deliveredAt: Date | null;
};

export type Try = Tried & { readonly number: number; readonly at: Date };

/** A delivery in hand, with what it takes to send it. */
export type Sending = {
  readonly id: string;
  readonly messageId: string;
  readonly url: string;
  readonly payload: string;
  /** Of this try, from one. */
  readonly attempt: number;
  /** Newest first. */
  readonly secrets: readonly string[];
};

export type WebhookEndpoints = {
  /** Oldest first. */
  list(): Promise<Endpoint[]>;
  /** Refuses with `endpoint-not-found`. */
  find(id: string): Promise<Endpoint>;
  add(wanted: {
    url: string;
    description: string;
    types: readonly string[];
    secret: string;
    actor: string;
  }): Promise<Endpoint>;
  /** The older secret is signed with as well for a day. Refuses with `endpoint-not-found`. */
  rotate(id: string, by: { secret: string; actor: string }): Promise<Endpoint>;
  /** Refuses with `endpoint-not-found`. */
  switchTo(id: string, by: { state: Endpoint['state']; actor: string }): Promise<Endpoint>;
};

export type WebhookDeliveries = {
  /** Newest first. */
  list(query: {
    endpointId: string;
    state: Delivery['state'] | null;
    after: EventPlace | null;
    limit: number;
  }): Promise<Delivery[]>;
  /** Refuses with `delivery-not-found`. */
  find(id: string): Promise<Delivery & { payload: string; tries: Try[] }>;
  /** Writes one down for this endpoint alone, such as a test. */
  add(endpointId: string, message: { type: string; payload: string }): Promise<Delivery>;
  /** Sends it again, under the same message id. Refuses with `delivery-not-found` and `endpoint-off`. */
  replay(id: string, actor: string): Promise<Delivery>;
  /** Sends everything again that was given up; how many. Refuses with `endpoint-not-found` and `endpoint-off`. */
  replayFailed(endpointId: string, actor: string): Promise<number>;
  /** Takes those whose time has come, each for a minute. */
  claim(limit: number): Promise<Sending[]>;
  finish(id: string, attempt: number, tried: Tried): Promise<void>;
};

/** Sends bytes to somebody else's system. Never throws: what went wrong is in the answer. */
export type SendWebhook = (sending: Omit<Sending, 'attempt'>) => Promise<Tried>;

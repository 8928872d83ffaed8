import type { MoneyJson } from '@gatefold/kernel';

export type Rise = {
  readonly id: string;
  readonly offer: string;
  readonly amount: MoneyJson;
  readonly from: string;
  readonly announcedBy: string;
  readonly announcedAt: string;
  readonly told: number;
  readonly waiting: number;
};

export type Risen = {
  readonly id: string;
  readonly readerId: string;
  readonly orderNumber: string;
  readonly phase: string;
  readonly toldAt: string | null;
  readonly from: string;
  readonly firstCharge: { readonly at: string; readonly amount: MoneyJson } | null;
  readonly isHandedToMail: boolean | null;
  readonly obstacle: string | null;
  readonly pausedUntil: string | null;
};

const obstacles: Readonly<Record<string, string>> = {
  'subscription-ended': 'it has ended; nobody is told',
  'subscription-cancelling': 'cancelled; told if they keep it',
  'subscription-paused': 'paused; told once it goes on',
  'payment-outstanding': 'a payment is outstanding; told once it is settled',
  'renewal-running': 'a charge is being made; told after it',
  'change-pending': 'another plan is about to begin; told after that',
  'charge-not-paid': 'nothing was paid yet',
};

/** What is in the way of telling them; what came after these pages is shown by its name. */
export const obstacleWords = (obstacle: string | null): string =>
  obstacle === null ? 'nothing; told within the hour' : (obstacles[obstacle] ?? obstacle);

export const counted = (count: number): string => count.toLocaleString('en-US');

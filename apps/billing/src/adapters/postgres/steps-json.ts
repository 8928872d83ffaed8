import { fromMoneyJson, type MoneyJson } from '@gatefold/kernel';
import type { OfferPhase } from '../../domain/offer.ts';

export type StepJson = Omit<OfferPhase, 'amount'> & { readonly amount: MoneyJson };

/** A path's steps as they are kept: money as text, since JSON has no big numbers. */
export const toStepsJson = (steps: readonly OfferPhase[]): StepJson[] =>
  steps.map(({ key, charges, interval, amount, seats, policy }) => ({
    key,
    charges,
    interval,
    amount: { amount: amount.amount.toString(), currency: amount.currency },
    ...(seats === undefined ? {} : { seats }),
    ...(policy === undefined ? {} : { policy }),
  }));

export const fromStepsJson = (steps: readonly StepJson[]): OfferPhase[] =>
  steps.map((step) => ({ ...step, amount: fromMoneyJson(step.amount) }));

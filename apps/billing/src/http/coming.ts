import { at, fromMoneyJson, toMoneyJson, type MoneyJson } from '@gatefold/kernel';
import type { Coming } from '../domain/comp.ts';

/** A charge that is to come, as it is quoted and handed back. */
export const comingResponse = ({ at: due, amount, phase }: Coming) => ({
  at: due.toISOString(),
  amount: toMoneyJson(amount),
  phase,
});

export const comingFrom = (json: { at: string; amount: MoneyJson; phase: string }): Coming => ({
  at: at(json.at),
  amount: fromMoneyJson(json.amount),
  phase: json.phase,
});

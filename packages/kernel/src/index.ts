export type { BusinessClock, MachineClock } from './clock.ts';
export { isId, type NewId } from './ids.ts';
export {
  accrued,
  add,
  formatMoney,
  fromMoneyJson,
  minorDigits,
  money,
  negate,
  split,
  toMoneyJson,
  type Money,
  type MoneyJson,
} from './money.ts';
export { contains, overlaps, type Period } from './period.ts';
export { Refusal, type Facts } from './refusal.ts';
export {
  addCivilDays,
  addMonths,
  at,
  DAY,
  earliest,
  fromUnix,
  HOUR,
  latest,
  MINUTE,
  onTheWall,
  plus,
  SECOND,
  startOfDay,
  startOfMonth,
  toUnix,
} from './time.ts';

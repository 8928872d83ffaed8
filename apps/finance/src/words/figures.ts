import { fromMoneyJson, minorDigits, type MoneyJson } from '@gatefold/kernel';

/** A typographic minus, as wide as a figure. */
const MINUS = '−';

/** 1990 EUR is “19.90”: all digits and no currency, which has a column of its own. Exact at any size. */
export function figures(amount: bigint, currency: string): string {
  const digits = minorDigits(currency);
  const text = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const cents = text.slice(text.length - digits);
  return `${amount < 0n ? MINUS : ''}${whole}${digits > 0 ? `.${cents}` : ''}`;
}

export const figuresOf = (money: MoneyJson): string => {
  const { amount, currency } = fromMoneyJson(money);
  return figures(amount, currency);
};

/** “9.00 USD”, where no column says the currency. */
export const moneyWords = (money: MoneyJson): string => `${figuresOf(money)} ${money.currency}`;

/** What an event moved, seen from the publisher: money that went out has a minus. */
export const movedFigures = (money: MoneyJson, direction: 'in' | 'out' | 'none'): string =>
  figuresOf(direction === 'out' ? { ...money, amount: `-${money.amount}` } : money);

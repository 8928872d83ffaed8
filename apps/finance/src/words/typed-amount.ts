import { minorDigits, money, type Money } from '@gatefold/kernel';

/** Billing takes no sum with more. */
const MOST_DIGITS = 10;

/** “5”, “5.00” or “5,00” in minor units; null for nothing, and for what is no amount in this currency. */
export function typedAmount(text: string, currency: string): Money | null {
  const digits = minorDigits(currency);
  const [, whole = '', cents = ''] = /^(\d{1,10})(?:[.,](\d{1,4}))?$/.exec(text.trim()) ?? [];
  if (whole === '' || cents.length > digits) return null;
  const amount = BigInt(whole + cents.padEnd(digits, '0'));
  return amount === 0n || amount.toString().length > MOST_DIGITS ? null : money(amount, currency);
}

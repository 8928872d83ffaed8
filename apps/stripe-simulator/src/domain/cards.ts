import { refuse, type RefusalCode } from './refusals.ts';

export type Brand = 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay';

export type Decline = {
  readonly code: Extract<
    RefusalCode,
    | 'authentication_required'
    | 'card_declined'
    | 'expired_card'
    | 'incorrect_cvc'
    | 'incorrect_number'
    | 'processing_error'
  >;
  readonly declineCode: string | null;
  readonly message: string;
  /** Trying the same card again cannot help, so retries count without asking the bank. */
  readonly hard: boolean;
};

export type TestCard = {
  readonly number: string;
  readonly brand: Brand;
  readonly funding: 'credit' | 'debit';
  /** What happens when the card is saved or first used by its owner. */
  readonly onAttach: Decline | null;
  /** What happens to each charge. */
  readonly onCharge: Decline | null;
  /** What happens to a charge while the owner is away, where that differs. */
  readonly onLater: Decline | null;
  /** When the bank asks the owner first; without the owner there, such a charge is declined. */
  readonly asks: Asks;
  /** What the cardholder does some time after a charge that succeeded. An inquiry asks and takes no money. */
  readonly disputes: 'fraudulent' | 'inquiry' | 'product_not_received' | null;
  readonly special?: Special;
};

/** What few cards do. */
type Special = {
  /** What Stripe's own fraud check thinks of it. `blocked`: the bank is not even asked. */
  readonly risk?: 'blocked' | 'elevated' | 'highest';
  /** What the bank says does not match, though it pays. */
  readonly mismatch?: 'cvc' | 'postcode';
  /** What becomes of a refund some minutes later: it arrives only then, or it comes back. */
  readonly refunds?: 'fail' | 'wait';
  /** What it pays can be paid out at once. */
  readonly settlesAtOnce?: true;
};

/**
 * `with-owner`: whenever the owner is there, and never later. `unless-set-up`: also later, where
 * the card was not saved for that. `always`: at every charge.
 */
export type Asks = 'always' | 'never' | 'unless-set-up' | 'with-owner';

const declined = (declineCode: string, message = 'Your card was declined.', hard = false): Decline => ({
  code: 'card_declined',
  declineCode,
  message,
  hard,
});
const failed = (code: Decline['code'], message: string): Decline => ({
  code,
  declineCode: null,
  message,
  hard: code === 'incorrect_number',
});

const succeeds = (number: string, brand: Brand, funding: TestCard['funding'] = 'credit'): TestCard => ({
  number,
  brand,
  funding,
  onAttach: null,
  onCharge: null,
  onLater: null,
  asks: 'never',
  disputes: null,
});
const refuses = (number: string, decline: Decline): TestCard => ({
  ...succeeds(number, 'visa'),
  onAttach: decline,
  onCharge: decline,
});
const refusesLater = (number: string, decline: Decline): TestCard => ({
  ...succeeds(number, 'visa'),
  onLater: decline,
});

const asking = (number: string, asks: Asks): TestCard => ({ ...succeeds(number, 'visa'), asks });

export const expired: Decline = failed('expired_card', 'Your card has expired.');

const blocked = declined('fraudulent', 'Your card was declined for suspected fraud.', true);

export const testCards: readonly TestCard[] = [
  succeeds('4242424242424242', 'visa'),
  succeeds('5555555555554444', 'mastercard'),
  succeeds('378282246310005', 'amex'),
  succeeds('6011111111111117', 'discover'),
  succeeds('3056930009020004', 'diners'),
  succeeds('30569309025904', 'diners'),
  succeeds('3566002020360505', 'jcb'),
  succeeds('6200000000000005', 'unionpay'),
  succeeds('4000056655665556', 'visa', 'debit'),
  refuses('4000000000000002', declined('generic_decline')),
  refuses('4000000000009995', declined('insufficient_funds', 'Your card has insufficient funds.')),
  refuses('4000000000009987', declined('lost_card', undefined, true)),
  refuses('4000000000009979', declined('stolen_card', undefined, true)),
  refuses('4000000000006975', declined('card_velocity_exceeded')),
  refuses('4000000000000069', expired),
  refuses('4000000000000127', failed('incorrect_cvc', "Your card's security code is incorrect.")),
  refuses('4000000000000119', failed('processing_error', 'An error occurred while processing your card.')),
  refusesLater('4000000000000341', declined('generic_decline')),
  asking('4000002500003155', 'unless-set-up'),
  asking('4000002760003184', 'always'),
  asking('4000003800000446', 'with-owner'),
  asking('4000000000003220', 'with-owner'),
  {
    ...asking('4000008260003178', 'always'),
    onCharge: declined('insufficient_funds', 'Your card has insufficient funds.'),
  },
  {
    ...asking('4000008400001629', 'with-owner'),
    onAttach: declined('generic_decline'),
    onCharge: declined('generic_decline'),
  },
  { ...succeeds('4000000000000259', 'visa'), disputes: 'fraudulent' },
  { ...succeeds('4000000000002685', 'visa'), disputes: 'product_not_received' },
  { ...succeeds('4000000000001976', 'visa'), disputes: 'inquiry' },
  { ...succeeds('4000000000000077', 'visa'), special: { settlesAtOnce: true } },
  { ...succeeds('4000000000007726', 'visa'), special: { refunds: 'wait' } },
  { ...succeeds('4000000000005126', 'visa'), special: { refunds: 'fail' } },
  { ...refusesLater('4100000000000019', blocked), onCharge: blocked, special: { risk: 'blocked' } },
  { ...refusesLater('4000000000004954', blocked), onCharge: blocked, special: { risk: 'highest' } },
  { ...succeeds('4000000000009235', 'visa'), special: { risk: 'elevated' } },
  { ...succeeds('4000000000000101', 'visa'), special: { mismatch: 'cvc' } },
  { ...succeeds('4000000000000036', 'visa'), special: { mismatch: 'postcode' } },
  // Stripe has these two as tokens only.
  refusesLater('4000000000009901', declined('lost_card', undefined, true)),
  refusesLater('4000000000009902', declined('stolen_card', undefined, true)),
];

const tokens: Readonly<Record<string, string>> = {
  pm_card_visa: '4242424242424242',
  pm_card_mastercard: '5555555555554444',
  pm_card_amex: '378282246310005',
  pm_card_discover: '6011111111111117',
  pm_card_diners: '3056930009020004',
  pm_card_jcb: '3566002020360505',
  pm_card_unionpay: '6200000000000005',
  pm_card_visa_debit: '4000056655665556',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
  pm_card_chargeDeclinedIncorrectCvc: '4000000000000127',
  pm_card_chargeDeclinedProcessingError: '4000000000000119',
  pm_card_chargeCustomerFail: '4000000000000341',
  pm_card_authenticationRequired: '4000002500003155',
  pm_card_authenticationRequiredOnSetup: '4000002500003155',
  pm_card_threeDSecure2Required: '4000000000003220',
  pm_card_createDispute: '4000000000000259',
  pm_card_createDisputeProductNotReceived: '4000000000002685',
  pm_card_createDisputeInquiry: '4000000000001976',
  pm_card_bypassPending: '4000000000000077',
  pm_card_pendingRefund: '4000000000007726',
  pm_card_refundFail: '4000000000005126',
  pm_card_riskLevelElevated: '4000000000009235',
  pm_card_riskLevelHighest: '4000000000004954',
  pm_card_radarBlock: '4100000000000019',
  pm_card_cvcCheckFail: '4000000000000101',
  pm_card_avsZipFail: '4000000000000036',
  pm_card_visa_chargeCustomerFailLostCard: '4000000000009901',
  pm_card_visa_chargeCustomerFailStolenCard: '4000000000009902',
};

/** The card that a test token such as `pm_card_visa` or `tok_visa` stands for, or null for another text. */
export const cardOfToken = (token: string): TestCard | null =>
  cardByNumber(tokens[token.replace(/^tok_/, 'pm_card_')] ?? '');

/** What is out of the ordinary about the card with this number. */
export const specialOf = (number: string): Special => cardByNumber(number)?.special ?? {};

const cardByNumber = (number: string): TestCard | null =>
  testCards.find((card) => card.number === number) ?? null;

/** The test card with this number as typed, or the decline that any other number meets. */
export function cardNumbered(typed: string): TestCard | Decline {
  const number = typed.replace(/[\s-]/g, '');
  const known = cardByNumber(number);
  if (known !== null) return known;
  if (!/^\d{12,19}$/.test(number) || !hasCheckDigit(number))
    return failed('incorrect_number', 'Your card number is incorrect.');
  return declined(
    'test_mode_live_card',
    'Your card was declined. This is a simulator: it knows test cards only, and no money moves here.',
  );
}

/** The decline of this name: one of a test card's, else the bank's own word for it. */
export function declineNamed(name: string): Decline {
  const known = testCards
    .flatMap(({ onCharge, onLater }) => onCharge ?? onLater ?? [])
    .find(({ code, declineCode }) => (declineCode ?? code) === name);
  if (name === 'authentication_required') return authenticationRequired;
  return known ?? declined(name);
}

export const isDecline = (card: TestCard | Decline): card is Decline => 'declineCode' in card;

function hasCheckDigit(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** What a bank says that wants to ask its cardholder, who is not there. */
export const authenticationRequired: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
  hard: true,
};

/** Whether the owner, who is there, is asked before anything else happens. */
export const asksOwner = ({ asks }: TestCard): boolean => asks !== 'never';

/** What a charge comes to while the owner is away. */
export function declineLater(card: TestCard, isSetUp: boolean): Decline | null {
  if (card.asks === 'always' || (card.asks === 'unless-set-up' && !isSetUp)) return authenticationRequired;
  return card.onLater ?? card.onCharge;
}

/** The refusal that a caller of the API sees for this decline. */
export const refuseCard = (
  { code, declineCode, message }: Decline,
  facts: Readonly<Record<string, unknown>> = {},
) => refuse(code, message, { ...(declineCode === null ? {} : { decline_code: declineCode }), ...facts });

type Sold = {
  readonly publication: string;
  readonly alsoReads: readonly string[];
  readonly product: string;
};

type Running = Sold & {
  readonly phase: string;
  readonly card: object | null;
  readonly nextCharge: object | null;
};

const titlesOf = ({ publication, alsoReads }: Sold): readonly string[] => [publication, ...alsoReads];

/** Nobody pays for it, so it ends when something is bought. */
const isGiven = ({ card, nextCharge }: Running): boolean => card === null && nextCharge === null;

/**
 * Whether a reader has something of the same that runs: of one product, with a title in common. Billing refuses the
 * order then, and has the last word.
 */
export const isHeld = (offer: Sold, theirs: readonly Running[]): boolean =>
  theirs.some(
    (one) =>
      one.phase !== 'ended' &&
      !isGiven(one) &&
      one.product === offer.product &&
      titlesOf(one).some((title) => titlesOf(offer).includes(title)),
  );

import { money } from '@gatefold/kernel';
import { countingIds } from '@gatefold/test-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aCharge, aRefund, dollars, start } from '../../test/builders.ts';
import type { ChargeChange } from './change.ts';
import { reconcilePayment } from './payments.ts';
import type { SeenRefund } from './seen.ts';
import { takenBackOf, type Charge } from './subscription.ts';
import { netOf, taxIn, taxOfNext } from './tax.ts';

describe('how much of an invoice is tax', () => {
  test.each([
    { what: 'as Stripe shows it', tax: 144n, is: 144n },
    { what: 'none, where it shows none', is: 0n },
    { what: 'never less than nothing', tax: -5n, is: 0n },
    { what: 'never more than all of it', tax: 901n, is: 900n },
  ])('$what', ({ is, ...shown }) => {
    expect(taxIn({ total: dollars(9), ...shown })).toBe(is);
  });
});

describe('how much of what is given back is tax', () => {
  const charge = aCharge({ amount: dollars(1), tax: 19n });
  const after = aCharge({ ...charge, refunds: [aRefund({ amount: dollars(0.5) })] });

  test('rounds half up over all that went back, so that two halves make the whole', () => {
    expect([taxOfNext(charge, 50n), taxOfNext(after, 50n)]).toEqual([10n, 9n]);
    expect([netOf(charge), netOf(after)]).toEqual([81n, 41n]);
  });

  test('counts what did not arrive as gone back, since it is owed', () => {
    expect(taxOfNext(aCharge({ ...charge, owed: 50n }), 50n)).toBe(9n);
  });

  test('is none of what has none', () => {
    expect(taxOfNext(aCharge({ amount: dollars(1) }), 50n)).toBe(0n);
  });
});

const prices = fc
  .tuple(fc.bigInt({ min: 1n, max: 100_000n }), fc.integer({ min: 0, max: 100 }))
  .map(([gross, percent]) => ({ gross, tax: (gross * BigInt(percent)) / 100n }));

/** Pieces that add up to the whole, the last of them the rest. */
const inPieces = prices.chain(({ gross, tax }) =>
  fc.array(fc.bigInt({ min: 1n, max: gross }), { maxLength: 8 }).map((sizes) => {
    const pieces: bigint[] = [];
    let left = gross;
    for (const size of [...sizes, gross]) {
      const piece = size < left ? size : left;
      if (piece > 0n) pieces.push(piece);
      left -= piece;
    }
    return { gross, tax, pieces };
  }),
);

const priced = ({ gross, tax }: { gross: bigint; tax: bigint }): Charge =>
  aCharge({ amount: money(gross, 'USD'), tax });

test('whatever the pieces, each has a share of tax within it, and all of them the whole tax', () => {
  fc.assert(
    fc.property(inPieces, ({ pieces, ...price }) => {
      let charge = priced(price);
      let taxBack = 0n;
      for (const piece of pieces) {
        const tax = taxOfNext(charge, piece);
        taxBack += tax;
        charge = { ...charge, refunds: [...charge.refunds, aRefund({ amount: money(piece, 'USD') })] };

        expect(tax >= 0n && tax <= piece).toBe(true);
        expect(netOf(charge) >= 0n).toBe(true);
        expect(netOf(charge) + takenBackOf(charge) + (price.tax - taxBack)).toBe(price.gross);
      }
      expect([taxBack, netOf(charge)]).toEqual([price.tax, 0n]);
    }),
  );
});

const aPiece = (id: string, amount: bigint, status: SeenRefund['status']): SeenRefund => ({
  id,
  amount: money(amount, 'USD'),
  status,
  reason: null,
  createdAt: start,
  refundId: null,
});

const isBack = (change: ChargeChange) => change.type === 'charge-refunded' || change.type === 'refund-failed';

test('given back in pieces, some of which do not arrive and are given again, the whole tax goes back once', () => {
  const failing = inPieces.chain((so) =>
    fc
      .array(fc.boolean(), { minLength: so.pieces.length, maxLength: so.pieces.length })
      .map((fails) => ({ ...so, fails })),
  );
  fc.assert(
    fc.property(failing, ({ pieces, fails, ...price }) => {
      const first = pieces.map((piece, at) => aPiece(`re_${at}`, piece, 'succeeded'));
      const looks = pieces.map((piece, at) => {
        const shown = first.slice(0, at + 1);
        return fails[at] ? [...shown.slice(0, -1), aPiece(`re_${at}`, piece, 'failed')] : shown;
      });
      const stays = first.map((one, at) => (fails[at] ? { ...one, status: 'failed' as const } : one));
      const again = first.filter((_, at) => fails[at]).map((one) => ({ ...one, id: `${one.id}_again` }));

      let charge = priced(price);
      const changes: ChargeChange[] = [];
      for (const refunds of [...looks, stays, [...stays, ...again]]) {
        const payment = { chargeId: 'ch_1', amount: charge.amount, refunds, dispute: null };
        const seen = reconcilePayment(charge, { payment }, countingIds(changes.length + 1));
        charge = seen.charge;
        changes.push(...seen.changes);
      }
      const taken = changes.filter(isBack).map(({ from }) => from?.tax ?? 0n);

      expect(taken.reduce((sum, tax) => sum + tax, 0n)).toBe(price.tax);
      expect([charge.owed, netOf(charge)]).toEqual([0n, 0n]);
    }),
  );
});

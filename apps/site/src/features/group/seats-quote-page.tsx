import type { MoneyJson } from '@gatefold/kernel';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { dayAt, price, seatsInWords, type GroupHabits } from './group-habits.ts';

export type SeatsQuote = {
  readonly seats: number;
  readonly at: string;
  readonly from: string;
  readonly due: MoneyJson;
  readonly next: { readonly at: string; readonly amount: MoneyJson };
};

type Props = { readonly id: string; readonly quote: SeatsQuote; readonly habits: GroupHabits };

/** What another number of seats comes to, and the one button that makes it so. The quote goes back as it came. */
export function SeatsQuotePage({ id, quote, habits }: Props) {
  const isNow = quote.from === quote.at;
  return (
    <div className="narrow">
      <h1>{seatsInWords(quote.seats)}</h1>
      <Facts
        facts={[
          { term: 'From', value: isNow ? 'now' : dayAt(quote.from, habits) },
          { term: 'You pay today', value: quote.due.amount === '0' ? 'nothing' : price(quote.due) },
          { term: 'Next payment', value: `${price(quote.next.amount)} on ${dayAt(quote.next.at, habits)}` },
        ]}
      />
      <p className="meta">
        {isNow
          ? 'A new period begins today for all seats. What you have paid for and not used is taken off already.'
          : 'Until then you keep the seats that you have paid for. You can take this back in time.'}
      </p>
      <div className="choices">
        <form method="post" action="/account/seats">
          <input type="hidden" name="do" value="change" />
          <input type="hidden" name="subscription" value={id} />
          <input type="hidden" name="quote" value={JSON.stringify(quote)} />
          <Button>Change to {seatsInWords(quote.seats)}</Button>
        </form>
        <ButtonLink href="/account/seats">Leave it as it is</ButtonLink>
      </div>
    </div>
  );
}

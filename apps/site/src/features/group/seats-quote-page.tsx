import type { MoneyJson } from '@gatefold/kernel';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { useVoice } from '../../words/speaking.tsx';

export type SeatsQuote = {
  readonly seats: number;
  readonly at: string;
  readonly from: string;
  readonly due: MoneyJson;
  readonly next: { readonly at: string; readonly amount: MoneyJson };
};

type Props = { readonly id: string; readonly quote: SeatsQuote };

/** What another number of seats comes to, and the one button that makes it so. The quote goes back as it came. */
export function SeatsQuotePage({ id, quote }: Props) {
  const { say, money, day } = useVoice();
  const { seats, from, due, next } = quote;
  const isNow = from === quote.at;
  return (
    <div className="narrow">
      <h1>{say('group.seats', { seats })}</h1>
      <Facts
        facts={[
          { term: say('seats.from'), value: isNow ? say('seats.now') : day(from) },
          { term: say('seats.due'), value: due.amount === '0' ? say('seats.nothing') : money(due) },
          {
            term: say('seats.next'),
            value: say('seats.next-says', { price: money(next.amount), day: day(next.at) }),
          },
        ]}
      />
      <p className="meta">{say(isNow ? 'seats.new-period' : 'seats.until-then')}</p>
      <div className="choices">
        <form method="post" action="/account/seats">
          <input type="hidden" name="do" value="change" />
          <input type="hidden" name="subscription" value={id} />
          <input type="hidden" name="quote" value={JSON.stringify(quote)} />
          <Button>{say('seats.change-to', { seats })}</Button>
        </form>
        <ButtonLink href="/account/seats">{say('seats.leave-it')}</ButtonLink>
      </div>
    </div>
  );
}

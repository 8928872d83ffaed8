import { formatMoney, fromMoneyJson, type MoneyJson } from '@gatefold/kernel';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { dayIn, type Habits } from './held.ts';

export type PlanQuote = {
  readonly offer: string;
  readonly at: string;
  readonly from: string;
  readonly due: MoneyJson;
  readonly next: { readonly at: string; readonly amount: MoneyJson };
};

type Plan = { readonly key: string; readonly name: string; readonly benefits: readonly string[] };

/** The plans that one could change to. */
export function PlansPage({ plans, id }: { readonly plans: readonly Plan[]; readonly id: string }) {
  return (
    <div className="narrow">
      <h1>Change your plan</h1>
      <p>Before anything changes you see what it comes to, to the cent.</p>
      {plans.map(({ key, name, benefits }) => (
        <section className="card" key={key} aria-labelledby={`plan-${key}`}>
          <h2 id={`plan-${key}`}>{name}</h2>
          <p className="ui">{benefits.join('. ')}.</p>
          <ButtonLink href={`/account/plan?subscription=${id}&offer=${key}`}>See what it comes to</ButtonLink>
        </section>
      ))}
      <div className="choices">
        <ButtonLink href="/account">Keep the plan I have</ButtonLink>
      </div>
    </div>
  );
}

type Props = {
  readonly id: string;
  readonly plan: Plan;
  readonly quote: PlanQuote;
  readonly consent: string;
  readonly habits: Habits;
};

/** What a change comes to, and the one button that makes it so. The quote goes back as it came. */
export function PlanQuotePage({ id, plan, quote, consent, habits }: Props) {
  const money = (amount: MoneyJson): string => formatMoney(fromMoneyJson(amount), habits.locale);
  const day = dayIn(habits);
  return (
    <div className="narrow">
      <h1>{plan.name}</h1>
      <Facts
        facts={[
          { term: 'It begins', value: quote.from === quote.at ? 'now' : `on ${day(quote.from)}` },
          { term: 'You pay today', value: quote.due.amount === '0' ? 'nothing' : money(quote.due) },
          { term: 'Next payment', value: `${money(quote.next.amount)} on ${day(quote.next.at)}` },
        ]}
      />
      <p className="meta">
        What you have paid and not used, and what is left of the price of your first year, is counted in.
        Bought new it would be: {consent}
      </p>
      <div className="choices">
        <form method="post" action="/account/plan">
          <input type="hidden" name="subscription" value={id} />
          <input type="hidden" name="quote" value={JSON.stringify(quote)} />
          <Button>Change to this plan</Button>
        </form>
        <ButtonLink href="/account">Keep the plan I have</ButtonLink>
      </div>
    </div>
  );
}

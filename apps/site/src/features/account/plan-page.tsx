import type { MoneyJson } from '@gatefold/kernel';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { withQuery, type OwnPath } from '@gatefold/web-kit/own-path';
import { useVoice } from '../../words/speaking.tsx';

export type PlanQuote = {
  readonly offer: string;
  readonly at: string;
  readonly from: string;
  readonly due: MoneyJson;
  readonly next: { readonly at: string; readonly amount: MoneyJson };
};

type Plan = { readonly key: string; readonly name: string; readonly benefits: readonly string[] };

type PlansProps = {
  readonly plans: readonly Plan[];
  readonly id: string;
  /** Where it leads on once the plan is changed; null for the account. */
  readonly returnTo: OwnPath | null;
};

/** The plans that one could change to. */
export function PlansPage({ plans, id, returnTo }: PlansProps) {
  const { say } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('plan.title')}</h1>
      <p>{say('plan.says')}</p>
      {plans.map(({ key, name, benefits }) => (
        <section className="card" key={key} aria-labelledby={`plan-${key}`}>
          <h2 id={`plan-${key}`}>{name}</h2>
          <p className="ui">{benefits.join('. ')}.</p>
          <ButtonLink href={quotePath({ id, key, returnTo })}>{say('plan.see')}</ButtonLink>
        </section>
      ))}
      <div className="choices">
        <ButtonLink href="/account">{say('course.keep-plan')}</ButtonLink>
      </div>
    </div>
  );
}

function quotePath({ id, key, returnTo }: { id: string; key: string; returnTo: OwnPath | null }): OwnPath {
  const path = `/account/plan?subscription=${id}&offer=${encodeURIComponent(key)}` as OwnPath;
  return returnTo === null ? path : withQuery(path, 'returnTo', returnTo);
}

type Props = {
  readonly id: string;
  readonly plan: Plan;
  readonly quote: PlanQuote;
  readonly consent: string;
  readonly returnTo: OwnPath | null;
};

/** What a change comes to, and the one button that makes it so. The quote goes back as it came. */
export function PlanQuotePage({ id, plan, quote, consent, returnTo }: Props) {
  const { say, money, day } = useVoice();
  return (
    <div className="narrow">
      <h1>{plan.name}</h1>
      <Facts
        facts={[
          {
            term: say('plan.begins'),
            value: quote.from === quote.at ? say('plan.now') : say('held.on', { day: day(quote.from) }),
          },
          {
            term: say('plan.pay-today'),
            value: quote.due.amount === '0' ? say('plan.nothing') : money(quote.due),
          },
          {
            term: say('held.next-payment'),
            value: say('held.amount-on', { amount: money(quote.next.amount), day: day(quote.next.at) }),
          },
        ]}
      />
      <p className="meta">{say('plan.counted', { consent })}</p>
      <div className="choices">
        <form method="post" action="/account/plan">
          <input type="hidden" name="subscription" value={id} />
          <input type="hidden" name="quote" value={JSON.stringify(quote)} />
          {returnTo !== null && <input type="hidden" name="returnTo" value={returnTo} />}
          <Button>{say('plan.change')}</Button>
        </form>
        <ButtonLink href="/account">{say('course.keep-plan')}</ButtonLink>
      </div>
    </div>
  );
}

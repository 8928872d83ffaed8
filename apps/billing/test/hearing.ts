import { createHmac } from 'node:crypto';
import { fromUnix, HOUR, plus, toUnix } from '@gatefold/kernel';
import { newId } from '@gatefold/service-kit';
import { eventually } from '@gatefold/test-kit';
import { fold } from '../src/domain/fold.ts';
import { nothingNew } from '../src/domain/gift.ts';
import { createBuyer } from './buying.ts';
import { SECRET, type Billing } from './harness.ts';

type Told = {
  readonly type?: string;
  /** Seconds before Stripe has shown us what we read. */
  readonly before: number;
  /** How old what it is about is by then, in seconds. */
  readonly age?: number;
};

/** Somebody who has bought, whose news and looks are in our hands alone from now on. */
export async function listeningTo(billing: Billing, email: string) {
  await billing.simulator.webhooks({ mode: 'drop' });
  const { subscription } = await createBuyer(billing).buy(email);
  const { rows } = await billing.sql.query<{ id: string }>(
    'SELECT stripe_customer_id AS id FROM subscription WHERE id = $1',
    [subscription.id],
  );
  const customer = rows[0]!.id;
  /** By what whoever looks next finds them: since when they wait; null where they do not. */
  const waitsSince = async (): Promise<Date | null> => {
    const { rows: found } = await billing.sql.query<{ at: Date | null }>(
      'SELECT marked_at AS at FROM stripe_customer WHERE id = $1',
      [customer],
    );
    return found[0]!.at;
  };
  const isDirty = async (): Promise<boolean> => {
    const { rows: found } = await billing.sql.query<{ dirty: boolean }>(
      'SELECT marked_at IS NOT NULL AND generation > folded_generation AS dirty FROM stripe_customer WHERE id = $1',
      [customer],
    );
    return found[0]!.dirty;
  };
  await eventually(async () => !(await isDirty()));
  await billing.sql.query(
    `UPDATE stripe_customer SET looked_at = NULL, looked_from = NULL, whole_looked_at = NULL, news_at = NULL, near_from = NULL
     WHERE id = $1`,
    [customer],
  );
  /** Nobody else looks at them. */
  const hold = () =>
    billing.sql.query(`UPDATE stripe_customer SET lease_until = now() + interval '1 hour' WHERE id = $1`, [
      customer,
    ]);
  await hold();
  const lookedAt = fromUnix(toUnix(plus(await billing.simulator.now(), HOUR)));

  return {
    customer,
    lookedAt,
    isDirty,
    waitsSince,
    begin: () => billing.folds.begin(customer, null),

    /** A webhook. */
    async hear({ type = 'invoice.paid', before, age }: Told): Promise<void> {
      const [object] = type.split('.');
      const created = age === undefined ? {} : { created: toUnix(lookedAt) - age };
      const body = JSON.stringify({
        id: `evt_${newId()}`,
        object: 'event',
        type,
        created: toUnix(lookedAt) - before,
        livemode: false,
        data: { object: { id: 'in_1', object, customer, ...created } },
      });
      const time = Math.floor(Date.now() / 1_000);
      const v1 = createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex');
      await billing.api
        .post('/webhooks/stripe')
        .set('content-type', 'application/json')
        .set('stripe-signature', `t=${time},v1=${v1}`)
        .send(body)
        .expect(200);
    },

    /** Ends a look that has shown what there is from an instant on; null for everything. */
    async commit(
      begun: Awaited<ReturnType<Billing['folds']['begin']>>,
      at: Date | null,
      from: Date | null = null,
    ): Promise<void> {
      const { subscriptions } = await billing.world.stripe.customer(customer, 'money', from);
      const now = await billing.simulator.now();
      await billing.folds.commit(begun, {
        seen: subscriptions,
        from,
        lookedAt: at,
        cards: [],
        decide: (before, one) => fold(before, one, { now, newId }),
        gifts: { payments: new Map(), decide: nothingNew },
      });
      await hold();
    },
  };
}

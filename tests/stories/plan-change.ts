import { DAY, HOUR, plus } from '@gatefold/kernel';
import { kindOf } from './inbox.ts';
import type { Play } from './play.ts';
import { ARTICLE, PERIOD, type Story } from './story.ts';

export const planChange: Story = {
  name: 'plan-change',
  says: 'to a smaller plan and back, then by the year: the place in the first year is kept to the cent',
  async play(scene) {
    const { play, reader, report, start } = scene;
    const before = await play.ledger();
    await reader.buy(ARTICLE);
    await reader.signInByMail();
    await scene.look();
    await scene.turnTo(plus(start, 2 * PERIOD + 2 * HOUR), 'two reduced charges are paid');

    await reader.changePlan('reading');
    await scene.note('asked for the smaller plan');
    report.same('the smaller plan is coming', (await coming(play, reader.id())).amount, '600');
    await scene.turnTo(plus(start, 3 * PERIOD + 2 * HOUR), 'the smaller plan has begun');
    const features = ['articles', 'archive'].map((feature) => ({ reader: reader.id(), feature }));
    const has = await play.checkMany(features);
    report.same(
      'reads articles, and no archive',
      has.map(({ granted }) => granted),
      [true, false],
    );

    await scene.turnTo(plus(start, 3 * PERIOD + 10 * DAY), 'ten days on');
    await reader.changePlan('digital');
    await scene.note('back to the larger plan, at once');
    const paid = await play.paid(reader.id());
    const due = Number(paid.at(-1));
    report.same('the unused part of $6 came off $9', due > 500 && due < 530, true);
    const [dearer] = await play.checkMany([{ reader: reader.id(), feature: 'archive' }]);
    report.same('the archive is open again', dearer?.granted, true);

    await reader.changePlan('digital-yearly');
    const yearly = await coming(play, reader.id());
    report.same('nine reductions of $6 come off $180', yearly.amount, '12600');
    const from = yearly.at;
    await scene.turnTo(plus(from, 2 * HOUR), 'the year has begun');
    report.same('the year was paid', (await play.paid(reader.id())).at(-1), '12600');
    await scene.turnTo(plus(from, 366 * DAY + 2 * HOUR), 'a year later');
    report.same('no second first year', (await play.paid(reader.id())).at(-1), '18000');
    report.same('reads', (await play.check(reader.id(), ARTICLE)).granted, true);
    const kinds = (await play.inbox.to(reader.email)).map(kindOf);
    report.same('each change was told', kinds.filter((kind) => kind === 'plan-changed').length, 3);
    report.same('the books tie', differences(await play.ledger()), differences(before));
  },
};

/** What is charged next, and when. */
async function coming(play: Play, readerId: string): Promise<{ amount: string | null; at: Date }> {
  const [subscription] = await play.subscriptions(readerId);
  const next = subscription?.nextCharge ?? null;
  return { amount: next?.amount.amount ?? null, at: new Date(next?.at ?? 0) };
}

const differences = ({ tie }: { tie: readonly { difference: string }[] }): string[] =>
  tie.map(({ difference }) => difference);

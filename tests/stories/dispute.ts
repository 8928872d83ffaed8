import { HOUR, MINUTE, plus } from '@gatefold/kernel';
import { ARTICLE, PERIOD, type Scene, type Story } from './story.ts';

export const dispute: Story = {
  name: 'dispute',
  says: 'a bank takes a payment back; evidence within a minute',
  async play(scene) {
    const { play, reader, report, start } = scene;
    await reader.buy(ARTICLE);
    await scene.look();
    await scene.turnTo(plus(start, PERIOD + 2 * HOUR), 'the first renewal');
    const [subscription] = await play.subscriptions(reader.id());
    const id = subscription?.id ?? '';
    const { charges } = await play.staff.evidence(id);
    const renewal = charges.find(({ amount }) => amount.amount === '900')?.stripeChargeId ?? '';

    await play.bank.dispute(renewal, 'fraudulent');
    await scene.turnTo(plus(start, PERIOD + 3 * HOUR), 'the bank opens a dispute');
    const [open] = await play.subscriptions(reader.id());
    report.same('the standing says so', open?.standing, 'disputed');
    report.same('reading goes on', (await play.check(reader.id(), ARTICLE)).granted, true);

    const begun = performance.now();
    const evidence = await play.staff.evidence(id);
    const document = await play.staff.evidenceDocument(id);
    report.same('evidence is there within a minute', performance.now() - begun < 60_000, true);
    report.same(
      'it holds what was accepted, disclosed and written',
      [
        evidence.consent?.text.includes('$9'),
        evidence.prices.length,
        evidence.mails?.some(({ kind, sentAt }) => kind === 'conversion-reminder' && sentAt !== null),
        document.startsWith('%PDF-1.4'),
      ],
      [true, 3, true, true],
    );
    report.same('and that the buyer’s browser was let in and read the article', usedIn(evidence), [
      true,
      true,
    ]);

    await play.bank.answerDispute(renewal, 'losing_evidence');
    await scene.turnTo(plus(start, PERIOD + 3 * HOUR + MINUTE), 'the bank decides against us');
    const answer = await play.check(reader.id(), ARTICLE);
    report.same('access ends', [answer.granted, answer.reason], [false, 'ended']);
    report.same('the wall', (await scene.look()).hasWall, true);
    await scene.turnTo(plus(start, 2 * PERIOD + 2 * HOUR), 'the next renewal would be due');
    report.same('nothing more was charged', await play.paid(reader.id()), ['100', '900']);
    const { tie } = await play.ledger();
    report.same(
      'ledger and Stripe agree to the cent',
      tie.map(({ difference }) => difference),
      tie.map(() => '0'),
    );
    report.same('bytes of gated text seen without access', scene.leakedBytes(), 0);
  },
};

type Evidence = Awaited<ReturnType<Scene['play']['staff']['evidence']>>;

/** Whether a browser was let in, and whether the article was read. */
const usedIn = ({ signIns, reads }: Evidence): boolean[] => [
  signIns !== null && signIns.length > 0,
  reads !== null && reads.data.some(({ slug }) => slug === ARTICLE),
];

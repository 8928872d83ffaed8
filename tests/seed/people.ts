import { DAY, HOUR, plus } from '@gatefold/kernel';
import type { Play } from '../stories/play.ts';
import { createReader, testCards, type Reader } from '../stories/reader.ts';
import { ARTICLE, PERIOD } from '../stories/story.ts';

export type Person = {
  readonly name: string;
  readonly email: string;
  readonly role: 'reader' | 'finance' | 'editor' | 'admin';
  readonly readerId: string;
  readonly state: string;
};

type Act = { readonly at: Date; readonly who: string; readonly what: string; does(): Promise<unknown> };

/** How far back the seeded paper's first reader came. */
export const SEED_SPAN = 425 * DAY;

const staff = [
  { name: 'Nora', role: 'finance', state: 'reviews billing events' },
  { name: 'Otto', role: 'editor', state: 'edits the paper' },
  { name: 'Pia', role: 'admin', state: 'runs the system' },
] as const;

/**
 * Brings each named reader to their state by playing the real lifecycle: they buy, pay, cancel
 * and fail through the pages that everyone uses, while the clock is turned from `today` minus
 * `SEED_SPAN` to `today`. No row is inserted anywhere.
 */
export async function playPeople(
  play: Play,
  today: Date,
  progress: (line: string) => void,
): Promise<Person[]> {
  const people = cast(play);
  const acts = timeline(play, people, today);

  for (const { at, who, what, does } of acts) {
    if (at > (await play.clock.now())) await play.clock.to(at);
    progress(`${at.toISOString().slice(0, 10)}  ${who} ${what}`);
    await does();
  }
  await play.clock.to(today);

  const readers = await Promise.all(
    Object.entries(people).map(async ([name, { reader, state }]): Promise<Person> => {
      const readerId = (await play.readerIdOf(reader.email)) ?? '';
      return { name, email: reader.email, role: 'reader', readerId, state };
    }),
  );
  const employed = await Promise.all(
    staff.map(async ({ name, role, state }): Promise<Person> => {
      const email = addressOf(name);
      return { name, email, role, readerId: (await play.createAccount(email, role)).readerId, state };
    }),
  );
  return [...readers, ...employed];
}

const addressOf = (name: string): string => `${name.toLowerCase()}@meridian.example`;

type Cast = Readonly<
  Record<
    'Ada' | 'Ben' | 'Cleo' | 'Dan' | 'Eve' | 'Finn' | 'Gia' | 'Hugo',
    { name: string; reader: Reader; state: string }
  >
>;

function cast(play: Play): Cast {
  const person = (name: string, state: string) => ({
    name,
    reader: createReader(play, addressOf(name)),
    state,
  });
  return {
    Ada: person('Ada', 'in trial'),
    Ben: person('Ben', 'in year one'),
    Cleo: person('Cleo', 'on the list price'),
    Dan: person('Dan', 'cancelling'),
    Eve: person('Eve', 'ended'),
    Finn: person('Finn', 'card failing'),
    Gia: person('Gia', 'refunded'),
    Hugo: person('Hugo', 'never paid'),
  };
}

function timeline(play: Play, { Ada, Ben, Cleo, Dan, Eve, Finn, Gia, Hugo }: Cast, today: Date): Act[] {
  const start = plus(today, -SEED_SPAN);
  const joins = (at: Date, { reader, name }: Cast[keyof Cast], card?: string): Act => ({
    at,
    who: name,
    what: 'takes “$1 for four weeks”',
    async does() {
      await reader.buy(ARTICLE, card ?? testCards.good);
      await reader.signInByMail();
    },
  });
  const gia = plus(start, 60 * DAY);

  return [
    joins(plus(start, HOUR), Cleo),
    joins(plus(start, 30 * DAY), Eve),
    joins(gia, Gia),
    {
      at: plus(gia, PERIOD + 9 * DAY),
      who: 'Gia',
      what: 'is given her money back',
      does: () => refundNewest(play, Gia.reader),
    },
    { at: plus(start, 100 * DAY), who: 'Eve', what: 'cancels', does: () => Eve.reader.cancel() },
    joins(plus(start, 200 * DAY), Ben),
    joins(plus(start, 300 * DAY), Dan),
    joins(plus(today, -PERIOD - 2 * DAY), Finn, testCards.failsLater),
    joins(plus(today, -6 * DAY), Ada),
    { at: plus(today, -5 * DAY), who: 'Dan', what: 'cancels', does: () => Dan.reader.cancel() },
    {
      at: plus(today, -DAY),
      who: 'Hugo',
      what: 'signs in and does not buy',
      does: () => Hugo.reader.signIn(),
    },
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function refundNewest(play: Play, reader: Reader): Promise<void> {
  const [subscription] = await play.subscriptions(reader.id());
  const paid = (await play.charges(subscription?.id ?? '')).filter(({ status }) => status === 'paid').at(-1);
  if (paid === undefined) throw new Error(`${reader.email} has paid nothing that could be given back`);
  await play.refund(paid.id, null, `seed-${paid.id}`);
}

import { DAY } from '@gatefold/kernel';
import type { Play } from './play.ts';
import { createReader, type Reader, type Seen } from './reader.ts';
import type { Report } from './report.ts';

/** The article that stories are played with: for subscribers, and long enough to have a wall. */
export const ARTICLE = 'harbour-dredging-stalls';

/** One period of the offer: 28 times 24 hours, as Stripe bills it. */
export const PERIOD = 28 * DAY;

export type Scene = {
  readonly play: Play;
  readonly report: Report;
  readonly reader: Reader;
  /** The instant at which the story began. */
  readonly start: Date;
  /** Turns the clock, then writes down what came of it. */
  turnTo(at: Date, what: string): Promise<void>;
  note(what: string): Promise<void>;
  /** What the reader sees of the article now; counts gated words when they should see none. */
  look(): Promise<Seen>;
  leakedBytes(): number;
};

export type Story = { readonly name: string; readonly says: string; play(scene: Scene): Promise<void> };

/** Sets the scene for one story with a reader of its own, so that stories can be played again and again. */
export async function setScene(play: Play, report: Report, email: string): Promise<Scene> {
  const reader = createReader(play, email);
  const start = await play.clock.now();
  const before = await reader.read(ARTICLE);
  let whole: string | null = null;
  let leaked = 0;
  let lastEvent = '0';
  const denied: Seen[] = [before];

  const note = async (what: string): Promise<void> => {
    const isKnown = (await play.readerIdOf(email)) !== null;
    const events = isKnown ? await play.events(reader.id(), lastEvent) : [];
    lastEvent = events.at(-1)?.id ?? lastEvent;
    report.step({
      at: await play.clock.now(),
      what,
      events,
      access: isKnown ? await play.check(reader.id(), ARTICLE).catch(() => null) : null,
      leakedBytes: leaked,
    });
  };

  return {
    play,
    report,
    reader,
    start,
    note,
    async turnTo(at, what) {
      await play.clock.to(at);
      await note(what);
    },
    async look() {
      const seen = await reader.read(ARTICLE);
      if (!seen.hasWall) whole ??= seen.words;
      else denied.push(seen);
      return seen;
    },
    leakedBytes() {
      if (whole === null) throw new Error('the whole text was never seen, so a leak cannot be told');
      const text = { teaser: before.words, whole };
      leaked = denied.reduce((sum, seen) => sum + gatedBytes(seen, text), 0);
      return leaked;
    },
  };
}

/** Bytes of sentences past the teaser that stand anywhere in a page that should have none. */
function gatedBytes(seen: Seen, { teaser, whole }: { teaser: string; whole: string }): number {
  const sentences = whole
    .split(/(?<=[.?!”])\s+/)
    .filter((text) => text.length > 25 && !teaser.includes(text));
  if (sentences.length === 0) throw new Error('the article has no text past its teaser');
  const page = seen.page.document.textContent.replaceAll(/\s+/g, ' ') + seen.page.html;
  return sentences
    .filter((sentence) => page.includes(sentence))
    .reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

import { CANARY } from './stand-ins.ts';
import { cookieOf, type Size } from './readers.ts';

const AT_ONCE = 16;

/** Ways to ask of those who may not read: as anybody, as a reader without a plan, with what may open something. */
function wayOf(index: number, { payers, others }: Size): { path: string; headers: Record<string, string> } {
  const reader = cookieOf(payers + (index % others), payers);
  const ways: { path: string; headers: Record<string, string> }[] = [
    { path: '', headers: {} },
    { path: '', headers: { 'accept-language': 'de' } },
    { path: '', headers: { cookie: reader } },
    { path: '', headers: { cookie: reader, 'accept-language': 'de' } },
    { path: '', headers: { 'user-agent': 'Googlebot/2.1' } },
    { path: '', headers: { cookie: reader, 'if-none-match': '"nothing"' } },
  ];
  return index % 50 === 49 ? { path: '?print', headers: { cookie: reader } } : ways[index % ways.length]!;
}

/** Asks so many times as those who may not read. Says in how many answers something stood that they may not read. */
export async function gatedAnswers(
  url: string,
  size: Size,
  wanted: number,
): Promise<{ answers: number; gated: number }> {
  const counted = { next: 0, answers: 0, gated: 0 };
  const ask = async (): Promise<void> => {
    while (counted.next < wanted) {
      const index = counted.next++;
      const { path, headers } = wayOf(index, size);
      const response = await fetch(`${url}/articles/story-${index % size.articles}${path}`, { headers });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`a denied answer was ${response.status}`);
      counted.answers += 1;
      if (text.includes(CANARY)) counted.gated += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return { answers: counted.answers, gated: counted.gated };
}

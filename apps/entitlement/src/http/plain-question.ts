/** A question about the present that needs no decoding. */
export type PlainQuestion = {
  reader: string | null;
  article: string | null;
  feature: string | null;
  publication: string | null;
  /** Whether a no is not the last word, since a gift link, a meter or an address came with the question. */
  isOfferedMore: boolean;
};

const question: PlainQuestion = {
  reader: null,
  article: null,
  feature: null,
  publication: null,
  isOfferedMore: false,
};

const MOST = { reader: 36, article: 200, feature: 60, publication: 60 };
const [AMPERSAND, EQUALS, PERCENT, PLUS] = [38, 61, 37, 43];

/**
 * Reads the query of a URL that begins at `start`; the object is filled anew by the next call.
 *
 * Null for anything but these six names, each once, with plain letters: whoever is thorough reads it then.
 */
export function parseQuestion(url: string, start: number): PlainQuestion | null {
  question.reader = null;
  question.article = null;
  question.feature = null;
  question.publication = null;
  question.isOfferedMore = false;
  let at = start;
  while (at < url.length) {
    const equals = url.indexOf('=', at);
    if (equals === -1) return null;
    const end = endOfValue(url, equals + 1);
    if (end === -1 || !assign(url.slice(at, equals), url.slice(equals + 1, end))) return null;
    at = end + 1;
  }
  return question;
}

/** Where the value ends; -1 when it is written in a way that needs decoding. */
function endOfValue(url: string, start: number): number {
  for (let at = start; at < url.length; at += 1) {
    const code = url.charCodeAt(at);
    if (code === AMPERSAND) return at;
    if (code === PERCENT || code === PLUS || code === EQUALS || code > 126) return -1;
  }
  return url.length;
}

function assign(name: string, value: string): boolean {
  switch (name) {
    case 'reader':
    case 'article':
    case 'feature':
    case 'publication':
      if (question[name] !== null || value.length > MOST[name]) return false;
      question[name] = value;
      return true;
    default:
      return offerMore(name, value);
  }
}

const OFFERS = ['giftLink', 'meter', 'address'];

/** One of these; with more it is left to whoever is thorough. */
function offerMore(name: string, value: string): boolean {
  const isRight = OFFERS.includes(name) && !question.isOfferedMore && value.length <= 200;
  question.isOfferedMore = true;
  return isRight;
}

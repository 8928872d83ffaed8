import type { Phrases } from '@gatefold/words';

/** Front page, lists, articles, search. */
export const reading = {
  'front.title': { en: '{name}: the front page', de: '{name}: die Titelseite' },
  'front.description': {
    en: '{says}. Reporting, investigations and analysis by {name}.',
    de: '{says}. Berichte, Recherchen und Analysen von {name}.',
  },
  'front.empty': { en: 'Nothing has been published yet.', de: 'Es ist noch nichts erschienen.' },
  'front.top': { en: 'Top stories', de: 'Das Wichtigste' },
  'front.invitation': {
    en: '<b>{headline}.</b> {gets}.',
    de: '<b>{headline}.</b> {gets}.',
  },
  'front.see-offer': { en: 'See what it costs, to the day', de: 'Was es kostet, auf den Tag genau' },
  'list.empty': { en: 'Nothing has been published here yet.', de: 'Hier ist noch nichts erschienen.' },
  'story.free': { en: 'free to read', de: 'frei zu lesen' },
  'story.gallery': { en: 'Gallery', de: 'Bildstrecke' },
  'article.by': { en: 'By <a>{author}</a>', de: 'Von <a>{author}</a>' },
  'article.minutes': {
    en: '{count, plural, one {one minute} other {# minutes}}',
    de: '{count, plural, one {eine Minute} other {# Minuten}}',
  },
  'article.more': { en: 'More from {section}', de: 'Mehr aus {section}' },
  'article.give': { en: 'Give this article to somebody', de: 'Diesen Artikel verschenken' },
  'article.no-link': { en: 'No link this time', de: 'Diesmal kein Link' },
  'article.your-link': { en: 'Your link to give away', de: 'Ihr Link zum Verschenken' },
  'article.link-terms': {
    en: 'Whoever has it reads this article, up to {opens} times, until {until}.',
    de: 'Wer ihn hat, liest diesen Artikel, bis zu {opens} Mal, bis {until}.',
  },
  'article.give-needs-access': {
    en: 'Only what your own subscription opens can be given away.',
    de: 'Verschenken lässt sich nur, was Ihr eigenes Abo öffnet.',
  },
  'article.give-used-up': {
    en: 'You have given away ten articles in thirty days, and that is all there are.',
    de: 'Sie haben in dreißig Tagen zehn Artikel verschenkt; mehr sind es nicht.',
  },
  'author.says': { en: 'Everything by {author} in {paper}.', de: 'Alles von {author} in {paper}.' },
  'column.says': { en: '{description} By {author}.', de: '{description} Von {author}.' },
  'columns.says': { en: 'Voices that come back every week.', de: 'Stimmen, die jede Woche wiederkommen.' },
  'columns.description': {
    en: 'The regular columns of {paper}.',
    de: 'Die regelmäßigen Kolumnen von {paper}.',
  },
  'columns.by': { en: 'By {author}', de: 'Von {author}' },
  'galleries.says': { en: 'The paper in pictures.', de: 'Die Zeitung in Bildern.' },
  'galleries.description': {
    en: 'The photo galleries of {paper}.',
    de: 'Die Bildstrecken von {paper}.',
  },
  'search.label': {
    en: 'Search everything that we have published',
    de: 'Alles durchsuchen, was wir veröffentlicht haben',
  },
  'search.button': { en: 'Search', de: 'Suchen' },
  'search.found': {
    en: '{count, plural, =0 {Nothing was found} one {One piece} other {# pieces}} for “{q}”.',
    de: '{count, plural, =0 {Nichts wurde gefunden} one {Ein Stück} other {# Stücke}} zu „{q}“.',
  },
} as const satisfies Phrases;

/** Text that is markup already and is not escaped again. */
export type Html = { readonly html: string };

type Part = Html | string | number | false | null | undefined | readonly Part[];

/** Markup with every value escaped that is not markup itself. Nothing and `false` leave no trace. */
export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.reduce((text, string, index) => `${text}${written(parts[index - 1])}${string}`),
});

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  if ('html' in part) return part.html;
  return part.map(written).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

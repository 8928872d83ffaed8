import type { Letter, Part } from '../domain/letter.ts';
import type { Title } from '../usecases/ports.ts';
import { lookOf, type Look } from './looks.ts';

/** One face, dark on white, rules instead of boxes, no images that a mail program blocks. */
const inlineOf = ({ face, ink, accent }: Look) => ({
  body: `margin:0;padding:0;background:#ffffff;color:${ink};font-family:${face}`,
  page: 'max-width:560px;margin:0 auto;padding:24px 20px',
  masthead: `font-size:26px;letter-spacing:0.02em;text-align:center;margin:0 0 12px;color:${accent}`,
  rule: `border:0;border-top:1px solid ${accent};margin:0 0 24px`,
  heading: 'font-size:22px;line-height:1.25;margin:0 0 16px',
  text: 'font-size:16px;line-height:1.5;margin:0 0 16px',
  small: 'font-size:14px;line-height:1.5;margin:0 0 12px;color:#595959',
  table: 'width:100%;border-collapse:collapse;margin:8px 0 24px;font-size:16px;line-height:1.5',
  label:
    'text-align:left;vertical-align:top;font-weight:normal;padding:6px 16px 6px 0;color:#595959;border-bottom:1px solid #d9d9d9',
  value: 'text-align:left;vertical-align:top;padding:6px 0;border-bottom:1px solid #d9d9d9',
  around: 'margin:8px 0 24px',
  button: `display:inline-block;background:${accent};color:#ffffff;font-size:16px;padding:12px 20px;text-decoration:none`,
  link: `color:${accent};text-decoration:underline`,
  preview: 'display:none;max-height:0;overflow:hidden',
});

type Inline = ReturnType<typeof inlineOf>;

/** Programs that know no dark mode keep what stands in each element. */
const darkOf = ({ darkAccent, darkOnAccent }: Look): string => `
  @media (prefers-color-scheme: dark) {
    .paper { background: #121212 !important; color: #ededed !important; }
    .rule, .cell { border-color: #4d4d4d !important; }
    .quiet { color: #b3b3b3 !important; }
    .link, .masthead { color: ${darkAccent} !important; }
    .button { background: ${darkAccent} !important; color: ${darkOnAccent} !important; }
  }`;

/** The letter as HTML: one layout for every kind, so that all mails of one newspaper look alike. */
export function asHtml(letter: Letter, { key, name }: Omit<Title, 'url'>, locale: string): string {
  const look = lookOf(key);
  const inline = inlineOf(look);
  return `<!doctype html>
<html lang="${escaped(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(letter.subject)}</title>
<style>${darkOf(look)}
</style>
</head>
<body class="paper" style="${inline.body}">
<div style="${inline.preview}">${escaped(letter.preview)}</div>
<div role="main" class="paper" style="${inline.page}">
<p class="masthead" style="${inline.masthead}">${escaped(name)}</p>
<hr class="rule" style="${inline.rule}">
<h1 style="${inline.heading}">${escaped(letter.heading)}</h1>
${letter.parts.map((part) => htmlOf(part, inline)).join('\n')}
</div>
</body>
</html>
`;
}

function htmlOf(part: Part, inline: Inline): string {
  switch (part.kind) {
    case 'paragraph':
      return `<p style="${inline.text}">${escaped(part.text)}</p>`;
    case 'small':
      return `<p class="quiet" style="${inline.small}">${escaped(part.text)}</p>`;
    case 'button':
      return `<p style="${inline.around}"><a class="button" style="${inline.button}" href="${escaped(part.url)}">${escaped(part.label)}</a></p>`;
    case 'link':
      return `<p style="${inline.text}"><a class="link" style="${inline.link}" href="${escaped(part.url)}">${escaped(part.label)}</a></p>`;
    case 'facts':
      return `<table style="${inline.table}">${part.rows.map((row) => rowOf(row, inline)).join('')}</table>`;
  }
}

const rowOf = ({ label, value }: { label: string; value: string }, inline: Inline): string =>
  `<tr><th scope="row" class="quiet cell" style="${inline.label}">${escaped(label)}</th>` +
  `<td class="cell" style="${inline.value}">${escaped(value)}</td></tr>`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe between tags and inside quoted attributes. */
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

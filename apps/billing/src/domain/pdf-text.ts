/** One line of a document: a heading, or text that is broken where it does not fit. */
export type PdfLine = { readonly text: string; readonly isHeading?: boolean };

const PAGE = { width: 595, height: 842, margin: 56 } as const;
const SIZE = { heading: 13, text: 9.5 } as const;
const LEADING = 13.5;
/** Characters that fit on a line of the widest text there is at this size. */
const FITS = 92;
const PER_PAGE = Math.floor((PAGE.height - 2 * PAGE.margin) / LEADING);

/**
 * A plain PDF 1.4 of lines in Helvetica, written in ASCII alone: every byte is one character.
 *
 * What that font cannot write becomes a question mark; the JSON beside it holds every character.
 */
export function pdfOf(title: string, lines: readonly PdfLine[]): string {
  const pages = chunks(lines.flatMap(broken), PER_PAGE).map(contentOf);
  const ids = pages.map((_, index) => 5 + index * 2);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${ids.map((id) => `${id} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Title (${escaped(title)}) >>`,
    ...pages.flatMap((content, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] ` +
        `/Resources << /Font << /F1 3 0 R >> >> /Contents ${ids[index]! + 1} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ];
  return assembled(objects);
}

function broken({ text, isHeading = false }: PdfLine): PdfLine[] {
  const words = text.split(' ').flatMap((word) => word.match(new RegExp(`.{1,${FITS}}`, 'gu')) ?? ['']);
  const lines: string[] = [''];
  for (const word of words) {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? word : `${last} ${word}`;
    if (longer.length <= FITS) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => ({ text: line, isHeading }));
}

function chunks<T>(items: readonly T[], size: number): (readonly T[])[] {
  const pages: (readonly T[])[] = [];
  for (let from = 0; from < items.length || from === 0; from += size)
    pages.push(items.slice(from, from + size));
  return pages;
}

function contentOf(lines: readonly PdfLine[]): string {
  const rows = lines.map(({ text, isHeading }) => {
    const size = isHeading === true ? SIZE.heading : SIZE.text;
    return `/F1 ${size} Tf (${escaped(text)}) Tj 0 -${LEADING} Td`;
  });
  return `BT ${PAGE.margin} ${PAGE.height - PAGE.margin} Td\n${rows.join('\n')}\nET`;
}

const escaped = (text: string): string =>
  text
    .replaceAll(/[^\x20-\x7e\xa0-\xff]/gu, '?')
    .replaceAll(/[\\()]/g, (sign) => `\\${sign}`)
    .replaceAll(/[\xa0-\xff]/g, (letter) => `\\${letter.charCodeAt(0).toString(8)}`);

function assembled(objects: readonly string[]): string {
  let file = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const start = file.length;
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  return (
    `${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}` +
    `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n${start}\n%%EOF\n`
  );
}

/** What a mail says, before anybody decided how it looks. */
export type Letter = {
  readonly subject: string;
  /** The line that inboxes show beside the subject. */
  readonly preview: string;
  readonly heading: string;
  readonly parts: readonly Part[];
};

export type Part =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Label and value, one a line: amounts, dates, numbers. */
  | { readonly kind: 'facts'; readonly rows: readonly Row[] }
  /** The one thing that most readers want to do next. */
  | { readonly kind: 'button'; readonly label: string; readonly url: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  | { readonly kind: 'small'; readonly text: string };

export type Row = { readonly label: string; readonly value: string };

export const paragraph = (text: string): Part => ({ kind: 'paragraph', text });
export const small = (text: string): Part => ({ kind: 'small', text });
export const button = (label: string, url: string): Part => ({ kind: 'button', label, url });
export const link = (label: string, url: string): Part => ({ kind: 'link', label, url });

/** Rows whose value is null are left out. */
export const facts = (rows: readonly { label: string; value: string | null }[]): Part => ({
  kind: 'facts',
  rows: rows.flatMap(({ label, value }) => (value === null ? [] : [{ label, value }])),
});

/** The letter as plain text, for readers and programs that want no HTML. */
export function asText({ heading, parts }: Letter, publication: string): string {
  const blocks = parts.map((part) => {
    switch (part.kind) {
      case 'paragraph':
      case 'small':
        return part.text;
      case 'facts':
        return part.rows.map(({ label, value }) => `${label}: ${value}`).join('\n');
      case 'button':
      case 'link':
        return `${part.label}:\n${part.url}`;
    }
  });
  return [publication, heading, ...blocks.filter((block) => block !== '')].join('\n\n') + '\n';
}

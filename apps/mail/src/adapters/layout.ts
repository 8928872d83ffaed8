import { createElement as h, type ReactNode } from 'react';
import { Body, Button, Container, Head, Heading, Hr, Html, Preview, render, Section, Text } from 'react-email';
import type { Letter, Part } from '../domain/letter.ts';

/** Newsprint: black on white, one serif, rules instead of boxes, no images that a mail program blocks. */
const ink = '#1a1a1a';
const serif = 'Georgia, "Times New Roman", serif';
const styles = {
  body: { backgroundColor: '#ffffff', color: ink, fontFamily: serif, margin: 0 },
  page: { maxWidth: '560px', padding: '24px 20px' },
  masthead: { fontSize: '26px', fontWeight: 400, letterSpacing: '0.02em', margin: '0 0 12px', textAlign: 'center' },
  rule: { borderColor: ink, borderWidth: '1px 0 0', margin: '0 0 24px' },
  heading: { fontSize: '22px', lineHeight: '1.25', margin: '0 0 16px' },
  text: { fontSize: '16px', lineHeight: '1.5', margin: '0 0 16px' },
  row: { fontSize: '16px', lineHeight: '1.5', margin: '0', padding: '6px 0', borderBottom: '1px solid #d9d9d9' },
  label: { color: '#595959' },
  button: { backgroundColor: ink, color: '#ffffff', fontSize: '16px', padding: '12px 20px', textDecoration: 'none' },
  around: { margin: '8px 0 24px' },
  small: { color: '#595959', fontSize: '14px', lineHeight: '1.5', margin: '0 0 12px' },
} as const;

/** The letter as HTML: one layout for every kind, so that all mails of the newspaper look alike. */
export const asHtml = (letter: Letter, publication: string, locale: string): Promise<string> =>
  render(
    h(
      Html,
      { lang: locale },
      h(Head),
      h(Preview, null, letter.preview),
      h(
        Body,
        { style: styles.body },
        h(
          Container,
          { style: styles.page },
          h(Text, { style: styles.masthead }, publication),
          h(Hr, { style: styles.rule }),
          h(Heading, { as: 'h1', style: styles.heading }, letter.heading),
          ...letter.parts.map(renderPart),
        ),
      ),
    ),
  );

function renderPart(part: Part, index: number): ReactNode {
  switch (part.kind) {
    case 'paragraph':
      return h(Text, { key: index, style: styles.text }, part.text);
    case 'small':
      return h(Text, { key: index, style: styles.small }, part.text);
    case 'button':
      return h(
        Section,
        { key: index, style: styles.around },
        h(Button, { href: part.url, style: styles.button }, part.label),
      );
    case 'facts':
      return h(
        Section,
        { key: index, style: styles.around },
        part.rows.map(({ label, value }) =>
          h(Text, { key: label, style: styles.row }, h('span', { style: styles.label }, `${label}: `), value),
        ),
      );
  }
}

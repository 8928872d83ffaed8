import express from 'express';

/** The same page as anybody would write it first: a session in a map, an article in a map, a template filled for each request. */
const length = Number(process.env['LENGTH']);
const PARAGRAPH =
  'The pilot brings the larger ships in on the flood only, and the harbour waits for the rest. ';
const layout = `<!doctype html><html lang="{{language}}"><head><title>{{title}}</title><meta name="description" content="{{dek}}"></head><body><header>{{reader}}</header><main><h1>{{title}}</h1><p>{{dek}}</p>{{#paragraphs}}</main><footer>{{title}}</footer></body></html>`;
const sessions = new Map<string, { reader: string }>();
const article = {
  language: 'en',
  title: 'What the harbour waits for',
  dek: 'A contract signed in March gives the seabed to the port.',
  paragraphs: Array.from({ length: Math.max(1, Math.round(length / 480)) }, () => PARAGRAPH.repeat(5)),
};

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (letter) => escapes[letter] ?? letter);

function render(values: typeof article & { reader: string }): string {
  const text = values.paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n');
  const named: Readonly<Record<string, unknown>> = values;
  return layout
    .replace('{{#paragraphs}}', text)
    .replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => escaped(String(named[name])));
}

express()
  .get('/articles/:slug', (req, res) => {
    const cookie = /gatefold_session=([^;]+)/.exec(req.get('cookie') ?? '')?.[1] ?? '';
    const session = sessions.get(cookie) ?? { reader: cookie };
    sessions.set(cookie, session);
    res
      .set('cache-control', 'private, no-store')
      .type('html')
      .send(render({ ...article, ...session }));
  })
  .listen(Number(process.env['PORT']), '127.0.0.1');

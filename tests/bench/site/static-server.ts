import { createServer } from 'node:http';

/** The same bytes for everybody under the headers of a page, and for whoever has them already nothing more: what Node itself costs. */
const body = Buffer.alloc(Number(process.env['LENGTH']), 'x');
const headers = JSON.parse(process.env['HEADERS'] ?? '[]') as string[];
const etag = '"static"';
const whole = [...headers, 'x-request-id', '01990000-0000-7000-8000-000000000000.1000000', 'etag', etag];

createServer((req, res) => {
  if (req.headers['if-none-match'] === etag) return void res.writeHead(304, whole).end();
  res.writeHead(200, [...whole, 'content-length', String(body.length)]).end(body);
}).listen(Number(process.env['PORT']), '127.0.0.1');

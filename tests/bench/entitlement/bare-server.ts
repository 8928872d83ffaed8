import { createServer } from 'node:http';

/** The same bytes for everybody: what Node itself costs. */
const body = Buffer.from(process.env['BODY'] ?? '{}');
const headers = [
  ...['content-type', 'application/json; charset=utf-8', 'cache-control', 'no-store'],
  ...['x-content-type-options', 'nosniff', 'x-request-id', '01990000-0000-7000-8000-000000000000.1000000'],
  ...['content-length', String(body.length)],
];

createServer((_req, res) => {
  res.writeHead(200, headers);
  res.end(body);
}).listen(Number(process.env['PORT']), '127.0.0.1');

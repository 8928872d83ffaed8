import express from 'express';

/** The same route as anybody would write it first, without any work in it: a control. */
const answer: unknown = JSON.parse(process.env['BODY'] ?? '{}');

express()
  .use(express.json())
  .get('/v1/check', (req, res) => {
    res.locals['reader'] = req.query['reader'];
    res.json(answer);
  })
  .listen(Number(process.env['PORT']), '127.0.0.1');

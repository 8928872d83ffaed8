import express from 'express';
import { describe, expect, test } from 'vitest';
import { mayCall, people, routesOf, withoutRule } from './access-matrix.ts';

const app = express().get('/healthz', (_req, res) => void res.end());
app.use(express.Router().post('/v1/things/:id', (_req, res) => void res.end()));

describe('the access matrix', () => {
  test('knows every route that was put into an app, those of its routers too', () => {
    expect(routesOf(app)).toEqual([
      { method: 'get', path: '/healthz' },
      { method: 'post', path: '/v1/things/:id' },
    ]);
  });

  test('names a route for which no contract says who may call it', () => {
    const ruled = { thing: { method: 'post', path: '/v1/things/{id}', caller: 'reader' } };

    expect(withoutRule(app, ruled)).toEqual([]);
    expect(withoutRule(app, {})).toEqual(['post /v1/things/:id']);
  });

  test('lets nobody in by a word that it does not know', () => {
    expect(people.filter((person) => mayCall(person, 'whoever'))).toEqual([]);
    expect(people.filter((person) => mayCall(person, 'finance'))).toEqual(['finance', 'admin']);
  });
});

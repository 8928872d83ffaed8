import { expect, test } from 'vitest';
import { isInfrastructure } from './failures.ts';

const coded = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

test.each([
  ['the database is being stopped', coded('57P01')],
  ['the connection was lost', coded('08006')],
  ['two transactions were in each other’s way', coded('40P01')],
  ['the disk is full', coded('53100')],
  ['the database has become a standby', coded('25006')],
  ['nobody listens', coded('ECONNREFUSED')],
  ['the pool is exhausted', new Error('timeout exceeded when trying to connect')],
  ['a connection ended under a query', new Error('Connection terminated unexpectedly')],
  ['Prisma cannot connect', coded('P1001')],
  ['it is the cause of another error', new Error('not saved', { cause: coded('57P03') })],
  ['every address refused', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
])('an event is not to blame when %s', (_, error) => {
  expect(isInfrastructure(error)).toBe(true);
});

test.each([
  ['a constraint is violated', coded('23505')],
  ['a value does not fit', coded('22001')],
  ['a table is missing', coded('42P01')],
  ['a handler has a bug', new TypeError('x is undefined')],
  ['a refusal is thrown', coded('subscription-ended')],
  ['something that is no error is thrown', 'text'],
])('an event or its handler is to blame when %s', (_, error) => {
  expect(isInfrastructure(error)).toBe(false);
});
